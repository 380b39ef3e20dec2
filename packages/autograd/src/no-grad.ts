import { withRecording } from './tape.ts';

/**
 * Calls `fn` without recording: its results have no gradients and keep no inputs alive. For evaluation.
 *
 * @throws GradientError when `fn` is asynchronous: recording is off for one call.
 * @example
 * ```ts
 * import { noGrad, parameter, square } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const w = parameter(tensor([3]));
 * noGrad(() => square(w)).requiresGrad; // false
 * ```
 */
export function noGrad<T>(fn: () => T): T {
  return withRecording('noGrad', false, fn);
}
