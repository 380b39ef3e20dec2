import * as tensor from '@regopt/tensor';

type Step = (...inputs: tensor.Tensor[]) => tensor.Tensor;

/** True if this revision of the library can record a step. */
export const canRecord = 'compile' in tensor;

/** Records the step. `compile` is looked up by name, since the bench also runs revisions without it. */
export function recorded(step: Step): Step {
  const { compile } = tensor as { compile?: (step: Step) => Step };
  if (compile === undefined) throw new Error('ours: this revision has no compile.');
  return compile(step);
}
