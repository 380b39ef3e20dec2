import { expect, it, vi } from 'vitest';
import * as first from './index.ts';

it('two installed copies of the package share back end and scopes, and know each other’s tensors', async () => {
  vi.resetModules();
  const second = await import('./index.ts');
  expect(second.Tensor).not.toBe(first.Tensor);
  expect(second.getBackend()).toBe(first.getBackend());

  const x = second.tensor([1, 2, 3]);
  expect(x).not.toBeInstanceOf(first.Tensor);
  expect(first.isTensor(x)).toBe(true);
  const y = first.zeros([3]);
  first.copyInto(y, x);
  second.copyInto(x, first.ones([3]));
  expect([[...x.toArray()], [...y.toArray()]]).toEqual([
    [1, 1, 1],
    [1, 2, 3],
  ]);

  const before = first.memory().buffers;
  const [returned, kept] = first.scope(() => {
    second.zeros([4]);
    const inner = second.scope(() => [first.zeros([4]), second.zeros([4])]);
    first.keep(inner[1]!);
    return inner;
  });
  expect(first.memory().buffers).toBe(before + 2);
  returned!.dispose();
  kept!.dispose();
});
