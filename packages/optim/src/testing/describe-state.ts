import { assign, scope, tensor } from '@regopt/tensor';
import { assertNoLeak } from '@regopt/tensor/testing';
import { expect, it } from 'vitest';
import type { Create } from './optimizer-under-test.ts';
import { descend, parabola, startOf } from './toy-problem.ts';

/** Saves a rule's state, restores it and resumes from it. */
export function describeState(create: Create): void {
  for (const dtype of ['f32', 'f64'] as const) {
    it(`goes on with the same bits from a state saved after 7 steps, in ${dtype}`, () => {
      const x = startOf(parabola, dtype);
      const optimizer = create(new Map([['x', x]]));
      descend(optimizer, x, parabola, 7);
      const copy = tensor(x.toArray());
      const resumed = create(new Map([['x', copy]]));
      const saved = optimizer.state();
      descend(optimizer, x, parabola, 5);
      resumed.load(saved);
      descend(resumed, copy, parabola, 5);
      expect(copy.toArray()).toEqual(x.toArray());
      expect([...resumed.state()].map(([name, entry]) => [name, entry.toArray()])).toEqual(
        [...optimizer.state()].map(([name, entry]) => [name, entry.toArray()]),
      );
    });
  }

  it('starts anew from a state that was saved before the first step', () => {
    const x = startOf(parabola);
    const optimizer = create([x]);
    const fresh = optimizer.state();
    const learn = (): number[] => {
      assign(x, parabola.start);
      descend(optimizer, x, parabola, 5);
      return [...x.toArray()];
    };
    const first = learn();
    optimizer.load(fresh);
    expect(learn()).toEqual(first);
  });

  it('keeps its state out of the scope of a step, and nothing more', () => {
    const x = startOf(parabola);
    const optimizer = create([x]);
    assertNoLeak(() => descend(optimizer, x, parabola, 1));
    assertNoLeak(() => scope(() => void optimizer.state()));
  });
}
