import fc from 'fast-check';
import { it } from 'vitest';
import { expectTakesViews } from '../../testing/expect-takes-views.ts';
import { describeOp } from '../../testing/index.ts';
import { edgePools, poolCases, poolErrors } from '../../testing/pool-cases.ts';
import { type AvgPool2dOptions, avgPool2d } from './avg-pool2d.ts';

describeOp<AvgPool2dOptions>('avgPool2d', {
  op: ([x], options) => avgPool2d(x!, options),
  cases: fc
    .tuple(poolCases(), fc.boolean())
    .map(([{ shapes, options }, countIncludePad]) => ({ shapes, options: { ...options, countIncludePad } })),
  always: edgePools,
  errors: poolErrors('avgPool2d', avgPool2d),
});

it('avgPool2d takes views', () => {
  expectTakesViews((x) => avgPool2d(x, { kernelSize: 2 }), [2, 3, 4, 5]);
});
