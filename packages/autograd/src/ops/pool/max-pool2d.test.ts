import { scope, tensor } from '@regopt/tensor';
import { expect, it } from 'vitest';
import type { PoolOptions } from '../../check.ts';
import { expectTakesViews } from '../../testing/expect-takes-views.ts';
import { describeOp, distinct } from '../../testing/index.ts';
import { edgePools, poolCases, poolErrors } from '../../testing/pool-cases.ts';
import { maxPool2d } from './max-pool2d.ts';

describeOp<PoolOptions>('maxPool2d', {
  op: ([x], options) => maxPool2d(x!, options),
  cases: poolCases(),
  always: edgePools,
  domain: [distinct],
  errors: poolErrors('maxPool2d', maxPool2d),
});

it('maxPool2d takes views', () => {
  expectTakesViews((x) => maxPool2d(x, { kernelSize: 2 }), [2, 3, 4, 5]);
});

it('maxPool2d is NaN if a window has one, and -Infinity if all its elements are', () => {
  scope(() => {
    const x = tensor([[[1, Number.NaN, -Infinity, -Infinity]]]);
    expect(maxPool2d(x, { kernelSize: [1, 2] }).toNested()).toEqual([[[Number.NaN, -Infinity]]]);
  });
});
