import { ones, tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { describeLayer } from '../testing.ts';
import { AvgPool2d } from './avg-pool2d.ts';
import { MaxPool2d } from './max-pool2d.ts';

for (const [name, Pool, operation] of [
  ['MaxPool2d', MaxPool2d, 'maxPool2d'],
  ['AvgPool2d', AvgPool2d, 'avgPool2d'],
] as const) {
  describeLayer(name, {
    variants: [
      {
        title: 'of windows side by side',
        create: () => new Pool(2),
        input: [2, 3, 4, 5],
        output: [2, 3, 2, 2],
      },
      {
        title: 'of windows that overlap, with padding',
        create: () => new Pool([3, 2], { stride: 1, padding: [1, 0] }),
        input: [2, 3, 4, 5],
        output: [2, 3, 4, 4],
      },
    ],
    errors: [
      [
        'refuses an empty window',
        () => new Pool(0),
        `${name}: kernelSize is a whole number >= 1 or a pair [height, width] of them, got 0.`,
      ],
      [
        'refuses a stride of 0',
        () => new Pool(2, { stride: [1, 0] }),
        `${name}: stride is a whole number >= 1 or a pair [height, width] of them, got [1,0].`,
      ],
      [
        'refuses a negative padding',
        () => new Pool(2, { padding: -1 }),
        `${name}: padding is a whole number >= 0 or a pair [height, width] of them, got -1.`,
      ],
      [
        'refuses a padding that could fill a window',
        () => new Pool([3, 2], { padding: 2 }),
        `${name}: padding is at most half of the kernel 3 x 2, got 2 x 2.`,
      ],
      [
        'refuses a window larger than the picture',
        () => new Pool(5).forward(ones([1, 1, 4, 4])),
        `${operation}: the kernel reaches over 5 x 5 elements, more than the padded picture has: 4 x 4.`,
      ],
    ],
  });
}

describe('AvgPool2d', () => {
  it('excludes padding from the mean on request', () => {
    const x = tensor([[[[3]]]]);
    expect(new AvgPool2d(2, { padding: 1 }).forward(x).toArray()[0]).toBe(0.75);
    expect(new AvgPool2d(2, { padding: 1, countIncludePad: false }).forward(x).toArray()[0]).toBe(3);
  });
});
