import { expect, it, vi } from 'vitest';
import { RegoptError } from '../errors.ts';
import * as first from '../index.ts';
import { shareState } from './share-state.ts';

it('two installed copies of the package share back end, scopes and tensors', async () => {
  vi.resetModules();
  const second = await import('../index.ts');
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

it('refuses to run beside an installed copy with another protocol', () => {
  const key = '@regopt/tensor/test';
  const shared = shareState(key, 1, { count: 1 });
  expect(shareState(key, 1, { count: 0, more: 2 })).toBe(shared);
  expect(shared).toEqual({ count: 1, more: 2 });
  expect(() => shareState(key, 2, { count: 0 })).toThrow(
    new RegoptError(
      '@regopt/tensor/test: two installed copies do not work together: protocols 1 and 2. ' +
        'Update all @regopt packages to their latest versions.',
    ),
  );
});

it('recognizes the errors of another installed copy by their class', async () => {
  vi.resetModules();
  const second = await import('../index.ts');
  class OwnError extends second.ShapeError {}
  const error = new OwnError('own');
  expect(first.RegoptError).not.toBe(second.RegoptError);
  expect(error).toBeInstanceOf(first.ShapeError);
  expect(error).toBeInstanceOf(first.RegoptError);
  expect(error).not.toBeInstanceOf(first.ValueError);
  expect(new second.RegoptError('base')).not.toBeInstanceOf(first.ShapeError);
  expect(new first.ShapeError('not its subclass')).not.toBeInstanceOf(OwnError);
  for (const other of [new Error('plain'), { name: 'ShapeError' }, null, undefined, 'text'])
    expect(other).not.toBeInstanceOf(first.RegoptError);
});

it('lends, frees, fills and draws on tensors and generators of another installed copy', async () => {
  vi.resetModules();
  const second = await import('../index.ts');
  const x = second.tensor([1, 2]);
  const loan = first.lend(x);
  second.markWritten(loan);
  expect(x.storage.version).toBe(loan.storage.version);
  second.endLoan(loan, 'it ended.');
  expect(() => first.copyInto(first.zeros([2]), loan)).toThrow(new first.DisposedError('copy: it ended.'));
  const generator = second.createGenerator(1);
  const drawn = first.normal([2], generator);
  expect(generator.state().draws).toBe(1);
  first.writeOnHost(x, () => [3, 4]);
  x.requiresGrad = true;
  const step = first.compile((y) => [second.cast(y, 'f64'), first.cast(x, 'i32')]);
  expect(step(x).map((y) => [...y.toArray()])).toEqual([
    [3, 4],
    [3, 4],
  ]);
  step.dispose();
  for (const tensor of [x, drawn]) tensor.dispose();
  expect(x.storage.disposed).toBe(true);
});
