import type { Tensor } from '@regopt/tensor';
import { heldOnce } from './held-once.ts';

/**
 * The parameters of a layer, or of layers in an array or object, by PyTorch's names: the path of fields, in
 * snake_case for lowerCamelCase fields of a class (see the type `Layer` for the rule and for other names). A
 * parameter is a tensor that requires gradients; a shared one appears once, under its first name.
 *
 * @throws ValueError when two tensors get the same name, or a field is a tensor computed from parameters.
 * @example
 * ```ts
 * import { BatchNorm1d, Linear, namedParameters, Sequential } from '@regopt/layers';
 * import { createGenerator } from '@regopt/tensor';
 * const model = new Sequential(new Linear(4, 8, { generator: createGenerator(1) }), new BatchNorm1d(8));
 * [...namedParameters(model).keys()]; // ['0.weight', '0.bias', '1.weight', '1.bias']
 * ```
 */
export function namedParameters(layer: object): Map<string, Tensor> {
  return heldOnce('namedParameters', layer, true);
}
