/**
 * Whether a callback returned a promise, or another object with a `then`, to a function whose effect ends with the call. The
 * caller then throws and drops the promise, so a rejection is handled here: unhandled it would end the process.
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
    // A `then` that throws: the caller's error, that the function is asynchronous, says more.
  }
  return true;
}
