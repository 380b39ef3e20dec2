import { describe, expect, it } from 'vitest';
import { RegoptError, ShapeError, ValueError } from '../errors.ts';
import { contiguous, viewBroadcast, viewSlice, viewTranspose } from '../shape/view.ts';
import { fillKernel } from '../tensor/copy-kernel.ts';
import { tensor, zeros } from '../tensor/create.ts';
import { emptyLike } from '../tensor/empty-like.ts';
import { run } from './current-backend.ts';
import { defineKernel } from './kernel.ts';

const doubled = defineKernel('doubled', ([y, x], [n]) => {
  for (let i = 0; i < n!; i++) y![i] = 2 * x![i]!;
});
const x = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);

describe('a kernel of your own', () => {
  it('refuses a view, whose memory its loop would read as if it had no strides', () => {
    for (const [view, shape] of [
      [viewTranspose(x), '[3,2]'],
      [viewSlice(x, 1, 0, 2), '[2,2]'],
      [viewBroadcast(tensor([1, 2, 3]), [2, 3]), '[2,3]'],
    ] as const) {
      const y = emptyLike(view);
      expect(() => run(doubled, [y, view], [view.size])).toThrow(ShapeError);
      expect(() => run(doubled, [y, view], [view.size])).toThrow(
        `doubled: tensor 1 ${shape} is a view, ` +
          'which the kernel would read as if it had no strides. Pass contiguous(x), or ',
      );
      run(doubled, [y, contiguous(view)], [view.size]);
      expect([...y.toArray()]).toEqual([...view.toArray()].map((value) => 2 * value));
    }
    expect(() => run(doubled, [viewTranspose(zeros([3, 2])), x], [6])).toThrow(
      'doubled: tensor 0 [2,3] is a view',
    );
    const rows = viewSlice(x, 0, 1);
    const y = emptyLike(rows);
    run(doubled, [y, rows], [3]);
    expect([...y.toArray()]).toEqual([8, 10, 12]);
  });

  it('runs on a view if it is defined as strided', () => {
    const diagonal = defineKernel(
      'diagonal',
      ([y, of], [n, row, column]) => {
        for (let i = 0; i < n!; i++) y![i] = of![i * (row! + column!)]!;
      },
      { strided: true },
    );
    const view = viewTranspose(x);
    const y = zeros([2]);
    run(diagonal, [y, view], [2, ...view.strides]);
    expect([...y.toArray()]).toEqual([1, 5]);
  });

  it('needs a name and a function', () => {
    const define = defineKernel as (...given: unknown[]) => unknown;
    const loop = () => {};
    expect(() => define(loop)).toThrow(ValueError);
    expect(() => define(loop)).toThrow(
      'defineKernel: takes a name and a function, got a function and undefined.',
    );
    expect(() => define({ name: 'double' }, loop)).toThrow('got { name } and a function.');
    expect(() => define('double', loop, { stride: true })).toThrow('did you mean "strided"?');
  });

  it('for the host must be done when it returns', () => {
    const later = defineKernel('later', async () => {}, { host: true });
    expect(() => run(later, [zeros([2])])).toThrow(RegoptError);
    expect(() => run(later, [zeros([2])])).toThrow(
      'later: the loop of the kernel is asynchronous; it must be done when it returns.',
    );
    expect(() => defineKernel('host', () => {}, { host: 1 as never })).toThrow(
      'defineKernel: host is a boolean, got 1.',
    );
  });

  it('accepts only tensors', () => {
    expect(() => run(doubled, [zeros([2]), [1, 2] as never], [2])).toThrow(
      'doubled: tensor 1 is a tensor, got [1, 2]; make one with tensor().',
    );
    expect(() => run(doubled, [undefined as never])).toThrow('doubled: tensor 0 is a tensor, got undefined');
    expect(() => run(fillKernel, [])).toThrow('fill: tensor 0 is a tensor, got undefined');
  });
});
