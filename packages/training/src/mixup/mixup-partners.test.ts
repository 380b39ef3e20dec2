import { memory, tensor } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { solo } from '../collective/solo.ts';
import { cutOf } from '../session/batch-rows.ts';
import { mixupPartners } from './mixup-partners.ts';

it('the partner of a row is that of its part in reverse order, with its target and its weight', () => {
  const x = tensor([[0], [1], [2], [3], [4], [5], [6]]);
  const y = tensor(Int32Array.of(10, 11, 12, 13, 14, 15, 16));
  const weights = tensor([20, 21, 22, 23, 24, 25, 26]);
  const before = memory().buffers;
  for (const [parts, order] of [
    [1, [6, 5, 4, 3, 2, 1, 0]],
    [3, [1, 0, 3, 2, 6, 5, 4]],
  ] as const) {
    const find = mixupPartners();
    const found = find({ x, y, weights }, cutOf(7, parts, solo));
    expect([...found.x.toArray()]).toEqual(order);
    expect([...found.y.toArray()]).toEqual(order.map((row) => 10 + row));
    expect([...found.weights!.toArray()]).toEqual(order.map((row) => 20 + row));
    for (const each of [found.x, found.y, found.weights!]) each.dispose();
    find.dispose();
  }
  expect(memory().buffers).toBe(before);
});
