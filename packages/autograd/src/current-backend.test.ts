import {
  createGenerator,
  createReferenceBackend,
  RegoptError,
  type Tensor,
  tensor,
  withBackend,
} from '@regopt/tensor';
import { expect, it } from 'vitest';
import {
  add,
  argMax,
  backward,
  batchNorm,
  binaryCrossEntropyWithLogits,
  correctCount,
  crossEntropy,
  dropout,
  dropoutChannels,
  equal,
  gradcheck,
  greater,
  mean,
  mul,
  parameter,
  relu,
  square,
  sum,
  updateRunningStatistics,
  valueAndGrad,
  variance,
  zerosLike,
} from './index.ts';

it('every op and function allocates on the back end of its operands, also without a gradient', () => {
  const [home, current] = [createReferenceBackend(), createReferenceBackend()];
  const [x, w, labels, mask] = withBackend(home, () => [
    tensor([1, -2, 3, 5], { shape: [2, 2], dtype: 'f64' }),
    parameter(tensor([1, 2, 3, 4], { shape: [2, 2], dtype: 'f64' })),
    tensor([0, 1], { dtype: 'i32' }),
    tensor([1, 0], { dtype: 'u8' }),
  ]);
  const generator = createGenerator(1);
  withBackend(current, () => {
    const { output, statistics } = batchNorm(x!);
    const running = { mean: zerosLike(statistics.mean), variance: zerosLike(statistics.mean) };
    updateRunningStatistics(running, statistics);
    const { value, gradients } = valueAndGrad((a) => sum(square(a)))(x!);
    const made: Tensor[] = [
      ...[relu(x!), mul(x!, 2), add(labels!, 0.5), sum(mask!), mean(mask!), argMax(x!), variance(x!)],
      ...[greater(x!, 0), equal(labels!, 1), correctCount(x!, labels!), output, statistics.mean],
      dropout(x!, { probability: 0.5, generator }),
      dropoutChannels(x!, { probability: 0.5, generator }),
      crossEntropy(x!, labels!, { classWeights: [1, 2] }),
      binaryCrossEntropyWithLogits(x!, relu(x!), { posWeight: [1, 2] }),
      ...[running.variance, value, ...gradients, ...backward(sum(mul(w!, x!))).values()],
    ];
    for (const each of made) expect(each.storage.backend).toBe(home);
    gradcheck((a) => sum(square(a)), [x!]);
  });
  expect(current.memory().buffers).toBe(0);
});

it('refuses operands on two back ends', () => {
  const [x, y] = [1, 2].map((value) => withBackend(createReferenceBackend(), () => tensor([value])));
  expect(() => add(x!, y!)).toThrow(
    new RegoptError('add: tensors live on two back ends, both called reference. Make them on one.'),
  );
});
