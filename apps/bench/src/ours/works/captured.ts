import * as tensor from '@regopt/tensor';

type Step = (...inputs: tensor.Tensor[]) => tensor.Tensor;

/** True if this revision of the library can capture a step. */
export const canCapture = 'compile' in tensor;

/** Captures the step. `compile` is looked up by name, since the bench also runs revisions without it. */
export function captured(step: Step): Step {
  const { compile } = tensor as { compile?: (step: Step) => Step };
  if (compile === undefined) throw new Error('ours: this revision has no compile.');
  return compile(step);
}
