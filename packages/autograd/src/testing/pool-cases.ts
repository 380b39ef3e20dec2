import type { Filled, Tensor } from '@regopt/tensor';
import { ones, tensor } from '@regopt/tensor';
import fc from 'fast-check';
import type { PoolOptions } from '../check.ts';
import type { OpBattery } from './describe-op.ts';
import type { OpCase } from './make-inputs.ts';

const pair = (min: number, max: number) => fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

/** Pictures with and without a batch, and windows that fit them. */
export function poolCases(): fc.Arbitrary<OpCase<Filled<PoolOptions>>> {
  return fc
    .record({
      planes: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 2 }),
      kernelSize: pair(1, 3),
      extra: pair(0, 3),
      stride: pair(1, 3),
      padded: fc.tuple(fc.boolean(), fc.boolean()),
    })
    .map(({ planes, kernelSize, extra, stride, padded }) => {
      const padding = [0, 1].map((axis) => (padded[axis] ? Math.floor(kernelSize[axis]! / 2) : 0));
      const picture = [0, 1].map((axis) =>
        Math.max(1, kernelSize[axis]! - 2 * padding[axis]! + extra[axis]!),
      );
      return {
        shapes: [[...planes, ...picture]],
        options: { kernelSize, stride, padding: [padding[0]!, padding[1]!] },
      };
    });
}

/** Size 0, one element, and a picture whose last elements no window covers. */
export const edgePools: OpCase<PoolOptions>[] = [
  { shapes: [[0, 2, 2, 2]], options: { kernelSize: 2 } },
  { shapes: [[1, 1, 1, 1]], options: { kernelSize: 1 } },
  { shapes: [[1, 1, 1]], options: { kernelSize: 2, padding: 1 } },
  { shapes: [[2, 1, 5, 5]], options: { kernelSize: 2 } },
];

/** Errors that every pooling op must throw. */
export function poolErrors(
  name: string,
  op: (x: Tensor, options: PoolOptions) => unknown,
): NonNullable<OpBattery<PoolOptions>['errors']> {
  return [
    [
      'refuses what is no picture',
      () => op(ones([4, 4]), { kernelSize: 2 }),
      `${name}: needs pictures [N, C, H, W] or [C, H, W] of at least one element, got [4,4].`,
    ],
    [
      'refuses pictures without elements',
      () => op(ones([1, 1, 0, 4]), { kernelSize: 2, padding: 1 }),
      `${name}: needs pictures [N, C, H, W] or [C, H, W] of at least one element, got [1,1,0,4].`,
    ],
    [
      'refuses a window larger than the padded picture',
      () => op(ones([1, 1, 2, 4]), { kernelSize: [5, 3], padding: 1 }),
      `${name}: the kernel reaches over 5 x 3 elements, more than the padded picture has: 4 x 6.`,
    ],
    [
      'refuses a padding of more than half the kernel',
      () => op(ones([1, 1, 4, 4]), { kernelSize: [4, 3], padding: 2 }),
      `${name}: padding is at most half of the kernel 4 x 3, got 2 x 2.`,
    ],
    [
      'refuses a kernel of 0',
      () => op(ones([1, 1, 4, 4]), { kernelSize: 0 }),
      `${name}: kernelSize is a whole number >= 1 or a pair [height, width] of them, got 0.`,
    ],
    [
      'refuses a stride of 0',
      () => op(ones([1, 1, 4, 4]), { kernelSize: 2, stride: [1, 0] }),
      `${name}: stride is a whole number >= 1 or a pair [height, width] of them, got [1,0].`,
    ],
    [
      'refuses integers',
      () => op(tensor([[[1]]], { dtype: 'i32' }), { kernelSize: 1 }),
      `${name}: needs f32 or f64, got i32. Use cast().`,
    ],
  ];
}
