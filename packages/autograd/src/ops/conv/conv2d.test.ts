import { arange, ones, type Shape, sizeOf, type Tensor, tensor, viewReshape } from '@regopt/tensor';
import fc from 'fast-check';
import { it } from 'vitest';
import type { Conv2dOptions } from '../../kernels/convolution.ts';
import { expectTakesViews } from '../../testing/expect-takes-views.ts';
import { describeOp, type OpCase } from '../../testing/index.ts';
import { conv2d } from './conv2d.ts';

const pair = (min: number, max: number) => fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

/**
 * Geometries that fit: the picture is as large as the kernel's reach minus the padding, or a little larger.
 */
const cases: fc.Arbitrary<OpCase<Conv2dOptions>> = fc
  .record({
    batch: fc.integer({ min: 0, max: 2 }),
    groups: fc.integer({ min: 1, max: 2 }),
    perGroup: pair(1, 2),
    kernel: pair(1, 3),
    extra: pair(0, 2),
    stride: pair(1, 3),
    padding: pair(0, 2),
    dilation: pair(1, 2),
    withBias: fc.boolean(),
  })
  .map(({ batch, groups, perGroup, kernel, extra, stride, padding, dilation, withBias }) => {
    const picture = [0, 1].map((axis) =>
      Math.max(1, dilation[axis]! * (kernel[axis]! - 1) + 1 - 2 * padding[axis]! + extra[axis]!),
    );
    const outputs = groups * perGroup[1];
    const shapes = [
      [batch, groups * perGroup[0], ...picture],
      [outputs, perGroup[0], ...kernel],
    ];
    return {
      shapes: withBias ? [...shapes, [outputs]] : shapes,
      options: { stride, padding, dilation, groups },
    };
  });

const picture = ones([1, 2, 4, 4]);

describeOp<Conv2dOptions>('conv2d', {
  op: ([x, weight, bias], options) => conv2d(x!, weight!, bias, options),
  cases,
  always: [
    { shapes: [[0, 2, 3, 3], [2, 2, 2, 2], [2]], options: {} },
    { shapes: [[1, 1, 1, 1], [1, 1, 1, 1], [1]], options: {} },
    { shapes: [[2, 4, 3, 3], [4, 1, 3, 3], [4]], options: { groups: 4, padding: 1 } },
  ],
  errors: [
    [
      'refuses pictures without a batch',
      () => conv2d(ones([2, 4, 4]), ones([1, 2, 3, 3])),
      'conv2d: needs x [N, C, H, W] and weight [O, C / groups, KH, KW], got x [2,4,4] and weight [1,2,3,3].',
    ],
    [
      'names the channels that differ',
      () => conv2d(picture, ones([1, 3, 3, 3])),
      'conv2d: channels differ: x [1,2,4,4] and weight [1,3,3,3], which takes 3 in 1 groups.',
    ],
    [
      'refuses groups that do not divide',
      () => conv2d(picture, ones([3, 1, 3, 3]), undefined, { groups: 2 }),
      'conv2d: groups divides the 2 channels and the 3 outputs, got 2.',
    ],
    [
      'refuses a bias of another length',
      () => conv2d(picture, ones([3, 2, 3, 3]), ones([2])),
      'conv2d: bias [2] does not fit 3 outputs.',
    ],
    [
      'refuses a kernel larger than the padded picture',
      () => conv2d(picture, ones([1, 2, 3, 4]), undefined, { dilation: 2, padding: [1, 0] }),
      'conv2d: the kernel reaches over 5 x 7 elements, more than the padded picture has: 6 x 4.',
    ],
    [
      'refuses a kernel without elements',
      () => conv2d(picture, ones([1, 2, 0, 3])),
      'conv2d: the kernel of weight [1,2,0,3] is empty.',
    ],
    [
      'refuses a stride of 0',
      () => conv2d(picture, ones([1, 2, 3, 3]), undefined, { stride: 0 }),
      'conv2d: stride is a whole number >= 1 or a pair [height, width] of them, got 0.',
    ],
    [
      'refuses a negative padding',
      () => conv2d(picture, ones([1, 2, 3, 3]), undefined, { padding: [0, -1] }),
      'conv2d: padding is a whole number >= 0 or a pair [height, width] of them, got [0,-1].',
    ],
    [
      'refuses a dilation that is not whole',
      () => conv2d(picture, ones([1, 2, 3, 3]), undefined, { dilation: 1.5 }),
      'conv2d: dilation is a whole number >= 1 or a pair [height, width] of them, got 1.5.',
    ],
    [
      'refuses dtypes that differ',
      () => conv2d(picture, ones([1, 2, 3, 3], { dtype: 'f64' })),
      'conv2d: dtypes differ: f32, f64. Use cast().',
    ],
    [
      'refuses integers',
      () => conv2d(tensor([[[[1]]]], { dtype: 'i32' }), tensor([[[[1]]]], { dtype: 'i32' })),
      'conv2d: needs f32 or f64, got i32. Use cast().',
    ],
  ],
});

it('conv2d takes views, as picture, as weight and as gradient', () => {
  const counting = (shape: Shape): Tensor => viewReshape(arange(0, sizeOf(shape)), shape);
  expectTakesViews((x) => conv2d(x, counting([2, 3, 2, 2])), [2, 3, 4, 5]);
  expectTakesViews((weight) => conv2d(counting([2, 3, 4, 5]), weight), [2, 3, 2, 2]);
});
