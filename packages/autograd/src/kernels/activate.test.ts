import { type Backend, createReferenceBackend, type Tensor, tensor, withBackend } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { conv2d } from '../ops/conv/conv2d.ts';
import { relu } from '../ops/elementwise/relu.ts';
import { sigmoid } from '../ops/elementwise/sigmoid.ts';
import { tanh } from '../ops/elementwise/tanh.ts';
import { linear } from '../ops/product/linear.ts';
import { matmul } from '../ops/product/matmul.ts';

/**
 * The reference back end with the last number of every call replaced: this is how a program fuses an
 * activation.
 */
function fusing(activation: number): Backend {
  const inner = createReferenceBackend();
  return {
    ...{ name: 'fusing', allocate: inner.allocate.bind(inner), free: inner.free.bind(inner) },
    ...{ view: inner.view.bind(inner), read: inner.read.bind(inner), host: inner.host.bind(inner) },
    run: (kernel, tensors, numbers) => inner.run(kernel, tensors, [...numbers.slice(0, -1), activation]),
    memory: () => inner.memory(),
    report: () => inner.report(),
    dispose: () => inner.dispose(),
  };
}

const a = () => tensor([-1.5, 0.25, 3, 0.1, -0.7, -2], { shape: [3, 2] });
const b = () => tensor([0.3, -1, 2, 0.7], { shape: [2, 2] });
const picture = (from: () => Tensor) => tensor(from().toArray(), { shape: [1, 1, from().shape[0]!, 2] });

const products: readonly [string, () => Tensor][] = [
  ['matmul', () => matmul(a(), b())],
  ['linear', () => linear(a(), b(), tensor([0.5, -0.5]))],
  ['conv2d', () => conv2d(picture(a), picture(b), undefined, { padding: 1 })],
  ['conv2d with a bias', () => conv2d(picture(a), picture(b), tensor([-0.5]), { padding: 1 })],
];

describe.each(products)('%s with a fused activation', (_, product) => {
  it.each([
    [0, (x: Tensor) => x],
    [1, relu],
    [2, tanh],
    [3, sigmoid],
  ] as const)('equals, for number %i, the op applied to the product', (activation, op) => {
    const apart = withBackend(createReferenceBackend(), () => [...op(product()).toArray()]);
    const fused = withBackend(fusing(activation), () => [...product().toArray()]);
    expect(fused).toEqual(apart);
  });
});
