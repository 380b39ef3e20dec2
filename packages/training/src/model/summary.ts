import type { Layer } from '@regopt/layers';
import {
  bytesPerElement,
  fullLike,
  isFloat,
  isTensor,
  type Shape,
  scope,
  type Tensor,
  ValueError,
  valueText,
  zeros,
} from '@regopt/tensor';
import { checkLayer } from '../check.ts';
import { type LayerSummary, type ModelSummary, summaryText } from './model-summary.ts';
import { multiplyAdds, opsBehind } from './multiply-adds.ts';
import { ownTensors } from './own-tensors.ts';
import { type LayerCall, traceLayers } from './trace-layers.ts';

/**
 * The layers of a model in the order of a forward pass, with output shapes, parameters and multiply-adds, as
 * Keras' `model.summary()` and torchinfo show them. It runs the model once, in evaluation mode.
 *
 * Multiply-adds are those of `linear`, `matmul` and `conv2d`, wherever they are called: rows * inputs *
 * outputs for a linear layer, and for a convolution the output's size times the weights of one filter. A bias
 * counts as none, nor does any other op, such as normalization or pooling (torchinfo adds both); what a model
 * computes under `noGrad` is not seen. Of the tensors that are not trained, those of integers and
 * `running_mean` and `running_var` are buffers, and all others are frozen parameters.
 *
 * @param input an input, such as a batch, or the shape of one in the dtype of the model's parameters, the
 *   number of rows included: `[1, 784]`
 * @throws ValueError for a model without `forward`, or an input that is neither a tensor nor a shape; what
 *   the model throws for an input that does not fit.
 * @example
 * ```ts
 * import { Linear, Relu, Sequential } from '@regopt/layers';
 * import { createGenerator } from '@regopt/tensor';
 * import { summary } from '@regopt/training';
 * const generator = createGenerator(1);
 * const [hidden, output] = [new Linear(784, 64, { generator }), new Linear(64, 10, { generator })];
 * const model = new Sequential(hidden, new Relu(), output);
 * const { trainable, layers } = summary(model, [32, 784]);
 * trainable; // 50890
 * layers[1]?.multiplyAdds; // 1605632
 * console.log(String(summary(model, [32, 784]))); // the table
 * ```
 */
export function summary(model: Layer, input: Tensor | Shape): ModelSummary {
  checkLayer('summary', model);
  if (!isTensor(input) && !Array.isArray(input))
    throw new ValueError(
      `summary: the input is a tensor or a shape such as [1, 784], got ${valueText(input)}.`,
    );
  const tensors = ownTensors(model);
  const total = { trainable: 0, frozen: 0, buffers: 0, bytes: 0, multiplyAdds: 0 };
  /** Number of parameters by layer. */
  const owned = new Map<Layer, number>();
  for (const [tensor, { name, layer }] of tensors) {
    const kind = kindOf(name, tensor);
    total[kind] += tensor.size;
    total.bytes += tensor.size * bytesPerElement[tensor.dtype];
    if (kind !== 'buffers') owned.set(layer, (owned.get(layer) ?? 0) + tensor.size);
  }
  const calls: LayerCall[] = [];
  const layers = scope(() => {
    const x = isTensor(input) ? input : inputBeside([...tensors.keys()], input);
    traceLayers(
      model,
      () => model.forward(x),
      (call) => calls.push(call),
      { recordAll: true },
    );
    calls.sort((a, b) => a.begin - b.begin);
    const products = productsByCall(calls);
    return calls.map((call): LayerSummary => {
      const { name, kind, depth, layer, output } = call;
      const parameters = owned.get(layer) ?? 0;
      owned.delete(layer);
      return { name, kind, depth, output: output.shape, parameters, multiplyAdds: products.get(call)! };
    });
  });
  for (const row of layers) total.multiplyAdds += row.multiplyAdds;
  return { layers, ...total, toString: () => summaryText(layers, total) };
}

function kindOf(name: string, { requiresGrad, dtype }: Tensor): 'trainable' | 'frozen' | 'buffers' {
  if (requiresGrad) return 'trainable';
  return !isFloat(dtype) || /(^|\.)running_(mean|var)$/.test(name) ? 'buffers' : 'frozen';
}

/** The multiply-adds of the ops that each call made itself, not by a call inside it; calls by `begin`. */
function productsByCall(calls: readonly LayerCall[]): Map<LayerCall, number> {
  const products = new Map(calls.map((call) => [call, 0]));
  const innermostFirst = [...calls].reverse();
  for (const node of opsBehind(calls.map(({ output }) => output))) {
    // The last one to begin is the innermost.
    const maker = innermostFirst.find(({ begin, end }) => begin < node.id && node.id < end);
    if (maker !== undefined) products.set(maker, products.get(maker)! + multiplyAdds(node));
  }
  return products;
}

/** Zeros of this shape, on the back end and in the dtype of the model's floats. */
function inputBeside(tensors: readonly Tensor[], shape: Shape): Tensor {
  const beside = tensors.find(({ dtype }) => isFloat(dtype));
  return beside === undefined ? zeros(shape) : fullLike(beside, 0, shape);
}
