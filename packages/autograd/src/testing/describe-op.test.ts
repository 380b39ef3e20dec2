import fc from 'fast-check';
import { expect, it } from 'vitest';
import { square } from '../ops/elementwise/square.ts';
import { describeOp } from './describe-op.ts';

const seen = new Set<string>();
const always = ['a', 'b', 'c', 'd', 'e'];

describeOp<{ call: string }>('describeOp', {
  op: ([x], { call }) => {
    seen.add(call);
    return square(x!);
  },
  cases: fc.uuid().map((call) => ({ shapes: [[2]], options: { call } })),
  always: always.map((call) => ({ shapes: [[1]], options: { call } })),
  golden: false,
});

it('describeOp checks at least 24 generated calls in addition to the fixed ones', () => {
  const generated = [...seen].filter((call) => !always.includes(call));
  expect(generated.length).toBeGreaterThanOrEqual(24);
  expect(seen.size - generated.length).toBe(always.length);
});
