import type { StorageLike } from '../backend/backend.ts';
import { runtime, type ScopeFrame } from '../backend/runtime.ts';
import { checkTensor } from '../check/check-tensor.ts';
import { isAsynchronous } from '../check/is-asynchronous.ts';
import { valueText } from '../check/option-fault.ts';
import { RegoptError, ValueError } from '../errors.ts';
import { isTensor, type Tensor } from '../tensor/tensor.ts';

/**
 * Calls `fn` and then frees everything that was allocated inside it, temporaries of a backward pass included,
 * except the tensors that it returns (also inside arrays, plain objects, Maps and Sets, as entries or fields)
 * and those that it `keep`s. Scopes nest: the result of an inner scope belongs to the outer one.
 *
 * @throws RegoptError when `fn` is asynchronous: a scope ends when the call does.
 * @example
 * ```ts
 * import { memory, ones, scope, zeros } from '@regopt/tensor';
 * const before = memory().buffers;
 * const y = scope(() => {
 *   zeros([1000]); // freed at the end of the scope
 *   return ones([3]);
 * });
 * memory().buffers - before; // 1
 * y.dispose();
 * ```
 */
export function scope<T>(fn: () => T): T {
  if (typeof fn !== 'function') throw new ValueError(`scope: takes a function, got ${valueText(fn)}.`);
  const state = runtime();
  const frame: ScopeFrame = { storages: [], parent: state.frame };
  state.frame = frame;
  let survivors: Set<StorageLike> | undefined;
  try {
    const result = fn();
    if (isAsynchronous(result)) {
      throw new RegoptError(
        'scope: the function is asynchronous. A scope ends when the call does: await outside of it.',
      );
    }
    if (typeof result === 'object' && result !== null) {
      survivors = new Set();
      collect(result, survivors);
    }
    return result;
  } finally {
    state.frame = frame.parent;
    for (const storage of frame.storages) {
      if (storage.kept) continue;
      if (!survivors?.has(storage)) storage.dispose();
      else if (frame.parent === undefined) storage.keep();
      else frame.parent.storages.push(storage);
    }
  }
}

/**
 * Takes a tensor out of every scope: it lives until `dispose()`, or until it is garbage collected.
 *
 * @example
 * ```ts
 * import { keep, scope, type Tensor, zeros } from '@regopt/tensor';
 * let weights: Tensor | undefined;
 * scope(() => {
 *   weights = keep(zeros([3]));
 * });
 * weights?.toArray(); // 0, 0, 0
 * ```
 */
export function keep<T extends Tensor>(tensor: T): T {
  checkTensor('keep', tensor, 'tensor');
  tensor.storage.keep();
  return tensor;
}

/**
 * Adds the storages of all tensors in a result. Iterative, since a result may be nested deeper than the call
 * stack.
 */
function collect(result: unknown, storages: Set<StorageLike>): void {
  const seen = new Set<unknown>();
  const open = [result];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    if (isTensor(value)) {
      storages.add(value.storage);
      continue;
    }
    seen.add(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (value instanceof Set || Array.isArray(value)) for (const entry of value) open.push(entry);
    else if (value instanceof Map) for (const [key, entry] of value) open.push(key, entry);
    else if (prototype !== Object.prototype && prototype !== null) continue;
    // A Map or Set may have fields besides its entries: clipped gradients have a norm.
    if (!Array.isArray(value)) for (const entry of Object.values(value)) open.push(entry);
  }
}
