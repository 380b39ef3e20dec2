import { conv2d } from '@regopt/autograd';
import { zeros } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { noteKernels } from '../testing/note-kernels.ts';
import { convRows } from './conv-rows.ts';

it('estimates the work of a convolution by its multiply-adds: 25 in a nanosecond', () => {
  const call = () => {
    conv2d(zeros([2, 4, 19, 22]), zeros([6, 2, 3, 5]), undefined, {
      ...{ stride: [2, 3], padding: [1, 6], dilation: [4, 2], groups: 2 },
    });
  };
  const estimates: number[] = [];
  noteKernels(call, ({ numbers }) => estimates.push(convRows[0]!.work!([], numbers)));
  const perSum = 2 * 3 * 5;
  expect(estimates.at(-1)).toBe(1000 + (2 * 6 * 7 * 9 * perSum) / 25);
});
