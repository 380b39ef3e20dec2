import { RegoptError } from '../errors.ts';

/**
 * State that all installed copies of a package share in one process or page. The first call stores `fresh`
 * under `Symbol.for(key)`. Later calls return that object, after adding the fields of their `fresh` that it
 * lacks.
 *
 * @param protocol version of what the copies rely on: the state's meaning and the members of each other's
 *   objects. Raise it when an older copy would break; a new field that older copies may ignore needs no new
 *   number
 * @throws RegoptError when the copy that came first has another protocol.
 * @example
 * ```ts
 * import { shareState } from '@regopt/tensor';
 * const calls = shareState('my-package/calls', 1, { count: 0 });
 * calls.count += 1;
 * shareState('my-package/calls', 1, { count: 0, errors: 0 }); // { count: 1, errors: 0 }
 * ```
 */
export function shareState<State extends object>(key: string, protocol: number, fresh: State): State {
  const symbol = Symbol.for(key);
  const holder = globalThis as unknown as Record<symbol, { protocol: number; state: State } | undefined>;
  const shared = (holder[symbol] ??= { protocol, state: fresh });
  if (shared.protocol !== protocol) {
    throw new RegoptError(
      `${key}: two installed copies do not work together: protocols ${shared.protocol} and ${protocol}. ` +
        'Update all @regopt packages ' +
        'to their latest versions.',
    );
  }
  return Object.assign(shared.state, { ...fresh, ...shared.state });
}
