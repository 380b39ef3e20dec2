import { ones, type Tensor, tensor } from '@regopt/tensor';
import fc from 'fast-check';
import type { LossOptions, Reduction } from '../ops/loss/reduce-loss.ts';
import type { OpBattery } from './describe-op.ts';
import type { OpCase } from './make-inputs.ts';
import { anyShape } from './shapes.ts';

export const reductions: Reduction[] = ['mean', 'sum', 'none'];

/** Two tensors of one shape and a reduction. */
export function lossCases(): fc.Arbitrary<OpCase<LossOptions>> {
  return fc
    .tuple(anyShape(), fc.constantFrom(...reductions))
    .map(([shape, reduction]) => ({ shapes: [shape, shape], options: { reduction } }));
}

/** Size 0, a scalar and one element. */
export const edgeLosses: OpCase<LossOptions>[] = [
  { shapes: [[0], [0]], options: {} },
  { shapes: [[0], [0]], options: { reduction: 'none' } },
  { shapes: [[], []], options: { reduction: 'none' } },
  { shapes: [[1], [1]], options: {} },
];

/** Errors that every elementwise loss must throw. */
export function lossErrors(
  name: string,
  op: (prediction: Tensor, target: Tensor, options?: LossOptions) => unknown,
): NonNullable<OpBattery<LossOptions>['errors']> {
  return [
    [
      'refuses shapes that differ, also where they broadcast',
      () => op(ones([4, 1]), ones([4])),
      `${name}: shapes differ: prediction [4,1] and target [4].`,
    ],
    [
      'refuses dtypes that differ',
      () => op(ones([2]), ones([2], { dtype: 'f64' })),
      `${name}: dtypes differ: f32, f64. Use cast().`,
    ],
    [
      'refuses integers',
      () => op(tensor([1], { dtype: 'i32' }), tensor([1], { dtype: 'i32' })),
      `${name}: needs f32 or f64, got i32. Use cast().`,
    ],
    [
      'refuses another reduction',
      () => op(ones([2]), ones([2]), { reduction: 'average' as Reduction }),
      `${name}: reduction is 'mean', 'sum' or 'none', got average.`,
    ],
  ];
}
