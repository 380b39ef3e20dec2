import { checkWhole } from '../check.ts';
import type { Callback } from '../contract/callback.ts';

/**
 * Ends a session after so many steps of its own, as `step limit`: for a trial run, or a part of a long one. A
 * session that goes on from the state takes as many again; the length of the whole training is the session's
 * option `steps`. Where these are the last steps of the whole training, it ends as `finished` instead, with
 * its last evaluation.
 *
 * @param steps a whole number >= 1
 * @throws ValueError for any other number.
 * @example
 * ```ts
 * import { stepLimit } from '@regopt/training';
 * const callbacks = [stepLimit(1000)];
 * ```
 */
export function stepLimit(steps: number): Callback {
  checkWhole('stepLimit', { steps }, 1);
  let taken = 0;
  const callback: Callback = ({ type, step }, session) => {
    if (type === 'step' && ++taken >= steps && step < session.totalSteps) session.stop('step limit');
  };
  return Object.assign(callback, {
    dispose(): void {
      taken = 0;
    },
  });
}
