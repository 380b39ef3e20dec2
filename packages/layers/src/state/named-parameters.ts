import type { Tensor } from '@regopt/tensor';
import { walk } from './walk.ts';

/**
 * The parameters of a layer, or of layers in an array or object, by PyTorch's names: the path of fields in snake_case.
 * A parameter is a tensor that gradients are wanted for; one that is shared appears once, under its first name.
 *
 * @throws ValueError when two fields get the same name, or one holds a tensor computed from parameters.
 * @example
 * ```ts
 * import { BatchNorm1d, Linear, namedParameters, Sequential } from '@regopt/layers';
 * import { createGenerator } from '@regopt/tensor';
 * const model = new Sequential(new Linear(4, 8, { generator: createGenerator(1) }), new BatchNorm1d(8));
 * [...namedParameters(model).keys()]; // ['0.weight', '0.bias', '1.weight', '1.bias']
 * ```
 */
export function namedParameters(layer: object): Map<string, Tensor> {
  const held = walk('namedParameters', layer).filter(({ tensor }) => tensor.requiresGrad);
  return new Map(held.map(({ name, tensor }) => [name, tensor]));
}
