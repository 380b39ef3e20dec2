import {
  add,
  backward,
  batchNorm,
  crossEntropy,
  dropout,
  exp,
  layerNorm,
  noGrad,
  parameter,
  relu,
  sum,
  tanh,
} from '@regopt/autograd';
import { type Generator, scope, type Tensor, tensor } from '@regopt/tensor';
import { sizeOf } from '../../size-of.ts';
import type { OpName, OpWork } from '../../work.ts';
import type { DoWork, WorkContext } from './do-work.ts';
import { draw } from './draw.ts';
import { repeat } from './repeat.ts';

interface Op {
  /** Shapes of the inputs after x that get gradients. */
  others(shape: readonly number[]): readonly (readonly number[])[];
  forward(
    inputs: readonly Tensor[],
    setting: { generator: Generator; axis: number | undefined; labels: Tensor },
  ): Tensor;
}

const probability = 0.3;
const none = () => [];
const unary = (op: (x: Tensor) => Tensor): Op => ({ others: none, forward: ([x]) => op(x!) });

const ops: Readonly<Record<OpName, Op>> = {
  relu: unary(relu),
  tanh: unary(tanh),
  exp: unary(exp),
  add: { others: (shape) => [shape], forward: ([x, y]) => add(x!, y!) },
  dropout: { others: none, forward: ([x], { generator }) => dropout(x!, { probability, generator }) },
  biasReluDropout: {
    others: (shape) => [[shape.at(-1)!]],
    forward: ([x, bias], { generator }) => dropout(relu(add(x!, bias!)), { probability, generator }),
  },
  sum: { others: none, forward: ([x], { axis }) => sum(x!, { axis }) },
  softmaxCrossEntropy: { others: none, forward: ([x], { labels }) => crossEntropy(x!, labels) },
  batchNorm: {
    others: ([, channels]) => [[channels!], [channels!]],
    forward: ([x, gamma, beta]) => batchNorm(x!, { gamma, beta }).output,
  },
  layerNorm: {
    others: (shape) => [[shape.at(-1)!], [shape.at(-1)!]],
    forward: ([x, gamma, beta]) => layerNorm(x!, { gamma, beta }),
  },
};

export function prepareOp(work: OpWork, { generator, compiled }: WorkContext): DoWork {
  const { shape, axis, backward: withGradients } = work;
  const { others, forward } = ops[work.op];
  const inputs = [shape, ...others(shape)].map((each) => draw(each, generator));
  const labels = tensor(Int32Array.from({ length: shape[0]! }, (_, i) => (i * 7) % shape.at(-1)!));
  const run = () => forward(inputs, { generator, axis, labels });
  if (!withGradients) {
    const repeated = repeat(compiled, [], run);
    return (times) => noGrad(() => repeated(times));
  }
  for (const input of inputs) parameter(input);
  const resultShape = scope(() => run().shape);
  // A scalar loss needs no incoming gradient.
  const gradient = sizeOf(resultShape) === 1 ? undefined : draw(resultShape, generator);
  return repeat(compiled, [], () => backward(run(), { gradient }).get(inputs[0]!)!);
}
