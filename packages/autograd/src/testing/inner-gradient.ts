import { assign, emptyLike, type Tensor } from '@regopt/tensor';
import { backward } from '../backward.ts';
import { leafOf } from '../leaf-of.ts';
import { withRecording } from '../tape.ts';
import { zerosLike } from '../zeros-like.ts';

/**
 * The op's gradient with respect to its first float input, weighted by fixed numbers, as a differentiable
 * function of all inputs.
 */
export function innerGradient(leaves: readonly Tensor[], op: (inputs: readonly Tensor[]) => Tensor): Tensor {
  const at = leaves.findIndex((x) => x.dtype === 'f64');
  const x = leaves[at]!;
  const target = x.requiresGrad ? x : leafOf(x);
  // Central differences are computed without recording, but the inner gradient needs it.
  return withRecording('describeOp', true, () => {
    const output = op(leaves.map((input, i) => (i === at ? target : input)));
    if (!output.requiresGrad) return zerosLike(x);
    const weights = Float64Array.from({ length: output.size }, (_, i) => Math.sin(i + 1));
    const gradient = emptyLike(output);
    assign(gradient, weights);
    return backward(output, { gradient, createGraph: true }).get(target) ?? zerosLike(x);
  });
}
