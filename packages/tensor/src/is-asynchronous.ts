/**
 * Whether a callback gave a promise, or another object with a `then`, to a function whose effect ends with the call. The
 * caller then throws, and nobody awaits the promise: that it may be rejected later is handled here, or else it would end the
 * process.
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
    // Its own fault, in place of which the caller says that the function is asynchronous.
  }
  return true;
}
