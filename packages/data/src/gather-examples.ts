import { gatherRows, type Tensor } from '@regopt/tensor';
import type { Dataset } from './dataset.ts';

/** The dataset of the examples with the given indices: copies, in the current scope. */
export function gatherExamples(dataset: Dataset, indices: Tensor): Dataset {
  const { inputs, targets, weights } = dataset;
  const gathered = { ...dataset, inputs: gatherRows(inputs, indices), targets: gatherRows(targets, indices) };
  return weights === undefined ? gathered : { ...gathered, weights: gatherRows(weights, indices) };
}
