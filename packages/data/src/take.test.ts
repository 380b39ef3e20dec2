import { memory, scope, ValueError } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { take } from './take.ts';
import { twoMoons } from './toys/two-moons.ts';

describe('take', () => {
  it('returns the first examples, as copies, and the other fields of the dataset', () => {
    const all = { ...twoMoons({ count: 10, seed: 1 }), classNames: ['upper', 'lower'] };
    const { inputs, targets, classes, classNames } = take(all, 3);
    expect(inputs.toArray()).toEqual(all.inputs.toArray().slice(0, 6));
    expect([...targets.toArray()]).toEqual([0, 1, 0]);
    expect([classes, classNames]).toEqual([2, ['upper', 'lower']]);
    expect(inputs.storage).not.toBe(all.inputs.storage);
  });

  it('allocates two tensors', () => {
    const all = twoMoons({ count: 10, seed: 1 });
    scope(() => {
      const before = memory().buffers;
      take(all, 10);
      expect(memory().buffers).toBe(before + 2);
    });
  });

  it.each([0, 11, 1.5, Number.NaN, -1, '3'])('refuses a count of %s of 10', (count) => {
    const all = twoMoons({ count: 10, seed: 1 });
    expect(() => take(all, count as number)).toThrow(
      new ValueError(
        'take: count is a whole number in 1..10, the number of examples, got ' +
          `${JSON.stringify(count).replace('null', 'NaN')}.`,
      ),
    );
  });
});
