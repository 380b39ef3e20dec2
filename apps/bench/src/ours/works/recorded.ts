import * as tensor from '@regopt/tensor';

type Step = (...inputs: tensor.Tensor[]) => tensor.Tensor;

/** Whether this revision of the library can record a step. */
export const canRecord = 'compile' in tensor;

/** The step, recorded. Looked up by name, since the bench also runs on revisions that have no `compile`. */
export function recorded(step: Step): Step {
  const { compile } = tensor as { compile?: (step: Step) => Step };
  if (compile === undefined) throw new Error('ours: this revision has no compile.');
  return compile(step);
}
