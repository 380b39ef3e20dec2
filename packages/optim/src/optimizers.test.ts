import { tensor } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { adam } from './rules/adam.ts';
import { adamw } from './rules/adamw.ts';
import { lion } from './rules/lion.ts';
import { sgd } from './rules/sgd.ts';
import { describeOptimizer } from './testing/describe-optimizer.ts';
import type { OptimizerUnderTest } from './testing/optimizer-under-test.ts';

/** Every optimizer of the package: a new rule needs a row here. */
const optimizers: readonly OptimizerUnderTest[] = [
  {
    name: 'sgd',
    create: sgd,
    golden: 'optim/sgd',
    variants: [
      {
        options: {},
        parabola: { learningRate: 0.5, steps: 60, distance: 1e-6 },
        rosenbrock: { learningRate: 1.5e-3, steps: 4000, distance: 0.1 },
      },
      {
        options: { momentum: 0.9 },
        parabola: { learningRate: 0.1, steps: 300, distance: 1e-6 },
        rosenbrock: { learningRate: 1e-3, steps: 2000, distance: 3e-4 },
      },
      {
        options: { momentum: 0.9, nesterov: true },
        parabola: { learningRate: 0.5, steps: 100, distance: 1e-7 },
        rosenbrock: { learningRate: 1e-3, steps: 2000, distance: 3e-4 },
      },
    ],
  },
  {
    name: 'adam',
    create: adam,
    golden: 'optim/adam',
    variants: [
      {
        options: {},
        parabola: { learningRate: 0.1, steps: 300, distance: 1e-6 },
        rosenbrock: { learningRate: 0.05, steps: 2000, distance: 3e-4 },
      },
      {
        options: { amsgrad: true },
        parabola: { learningRate: 0.1, steps: 300, distance: 1e-6 },
        rosenbrock: { learningRate: 0.3, steps: 1000, distance: 3e-4 },
      },
    ],
  },
  {
    name: 'adamw',
    create: adamw,
    golden: 'optim/adamw',
    variants: [
      {
        options: { weightDecay: 0 },
        parabola: { learningRate: 0.1, steps: 300, distance: 1e-6 },
        rosenbrock: { learningRate: 0.05, steps: 2000, distance: 3e-4 },
      },
      {
        // The decay moves the limit away from the minimum by about its own size.
        options: { weightDecay: 1e-5, amsgrad: true },
        parabola: { learningRate: 0.1, steps: 300, distance: 3e-5 },
        rosenbrock: { learningRate: 0.3, steps: 1000, distance: 1e-3 },
      },
    ],
  },
  {
    name: 'lion',
    create: lion,
    variants: [
      {
        // Every step has the length of the rate.
        options: {},
        parabola: { learningRate: 1e-3, steps: 3000, distance: 5e-3 },
        rosenbrock: { learningRate: 1e-3, steps: 4000, distance: 0.1 },
      },
      {
        options: { betas: [0.95, 0.98], weightDecay: 1e-4 },
        parabola: { learningRate: 1e-3, steps: 3000, distance: 5e-3 },
        rosenbrock: { learningRate: 1e-3, steps: 4000, distance: 0.1 },
      },
    ],
  },
];

for (const optimizer of optimizers) describeOptimizer(optimizer);

it.each(optimizers)('$name accepts the settings that a group shows', ({ create }) => {
  const x = [tensor([1])];
  const { settings } = create(x, {}).groups[0]!;
  expect(create(x, settings).groups[0]!.settings).toEqual(settings);
});
