import type { Dataset } from '@regopt/data';
import { viewSlice } from '@regopt/tensor';

/** The first examples of a dataset, at most `count`, as views. */
export function firstExamples(dataset: Dataset, count: number): Dataset {
  const end = Math.min(count, dataset.inputs.shape[0]!);
  return {
    ...dataset,
    inputs: viewSlice(dataset.inputs, 0, 0, end),
    targets: viewSlice(dataset.targets, 0, 0, end),
  };
}
