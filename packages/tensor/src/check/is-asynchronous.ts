/**
 * True if a callback returned a promise, or another object with a `then`. For functions whose effect ends
 * with the call: they throw and drop the promise. This function also handles a rejection of that promise,
 * since an unhandled one would end the process.
 *
 * @example
 * ```ts
 * import { isAsynchronous } from '@regopt/tensor';
 * isAsynchronous((async () => {})()); // true
 * isAsynchronous([1, 2]); // false
 * ```
 */
export function isAsynchronous(result: unknown): boolean {
  if (typeof result !== 'object' || result === null) return false;
  const { then } = result as { then?: unknown };
  if (typeof then !== 'function') return false;
  try {
    then.call(result, undefined, () => {});
  } catch {
    // `then` itself threw. Ignored: the caller's error, that the function is asynchronous, says more.
  }
  return true;
}
