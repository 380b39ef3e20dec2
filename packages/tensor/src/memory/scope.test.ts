import { describe, expect, it } from 'vitest';
import { memory } from '../backend/current-backend.ts';
import { RegoptError } from '../errors.ts';
import { viewTranspose } from '../shape/view.ts';
import { tensor, zeros } from '../tensor/create.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { keep, scope } from './scope.ts';

/** Live buffers that `fn` leaves behind. */
function left(fn: () => unknown): number {
  const before = memory().buffers;
  fn();
  return memory().buffers - before;
}

const alive = (x: Tensor) => !x.storage.disposed;

describe('scope', () => {
  it('frees the tensors made inside, except those that it returns', () => {
    let inner: Tensor | undefined;
    const result = scope(() => {
      inner = zeros([2]);
      return tensor([1, 2]);
    });
    expect(alive(inner!)).toBe(false);
    expect([...result.toArray()]).toEqual([1, 2]);
    result.dispose();
  });

  it('returns any value', () => {
    expect(scope(() => 5)).toBe(5);
    expect(scope(() => undefined)).toBeUndefined();
  });

  it('finds returned tensors in arrays, Maps, Sets and plain objects, at any depth', () => {
    const result = scope(() => {
      const bare: { x: Tensor } = Object.assign(Object.create(null) as object, { x: zeros([1]) });
      return {
        list: [[zeros([1])], null, 3],
        map: new Map<unknown, unknown>([
          ['value', zeros([1])],
          [zeros([1]), 'key'],
        ]),
        set: new Set([zeros([1])]),
        bare,
      };
    });
    const found = [
      (result.list[0] as Tensor[])[0]!,
      result.map.get('value') as Tensor,
      [...result.map.keys()][1] as Tensor,
      [...result.set][0]!,
      result.bare.x,
    ];
    expect(found.map(alive)).toEqual([true, true, true, true, true]);
    for (const x of found) x.dispose();
  });

  it('accepts a value that refers to itself', () => {
    const result = scope(() => {
      const ring: { x: Tensor; self?: unknown } = { x: zeros([1]) };
      ring.self = [ring];
      return ring;
    });
    expect(alive(result.x)).toBe(true);
    result.x.dispose();
  });

  it('keeps the tensors in fields of a Map or Set, besides those in its entries', () => {
    class Named extends Map<string, Tensor> {
      readonly total = zeros([1]);
    }
    const map = scope(() => new Named([['x', zeros([1])]]));
    expect([alive(map.total), alive(map.get('x')!)]).toEqual([true, true]);
    const set = scope(() => Object.assign(new Set([zeros([1])]), { total: zeros([1]) }));
    expect([alive(set.total), ...[...set].map(alive)]).toEqual([true, true]);
    for (const x of [map.total, map.get('x')!, set.total, ...set]) x.dispose();
  });

  it('does not look into class instances', () => {
    class Holder {
      x = zeros([1]);
    }
    expect(alive(scope(() => new Holder()).x)).toBe(false);
  });

  it('does not free tensors made outside', () => {
    const x = zeros([2]);
    expect(left(() => scope(() => viewTranspose(x, 0, 0)))).toBe(0);
    expect(alive(x)).toBe(true);
    x.dispose();
  });

  it('keeps the storage when a view of it is returned', () => {
    const view = scope(() => viewTranspose(tensor([1, 2, 3, 4], { shape: [2, 2] })));
    expect([...view.toArray()]).toEqual([1, 3, 2, 4]);
    view.dispose();
  });

  it('passes the result of an inner scope to the outer one', () => {
    let returned: Tensor | undefined;
    expect(
      left(() =>
        scope(() => {
          returned = scope(() => {
            zeros([1]);
            return zeros([2]);
          });
          expect(alive(returned)).toBe(true);
          scope(() => zeros([3]));
        }),
      ),
    ).toBe(0);
    expect(alive(returned!)).toBe(false);
  });

  it('frees everything if the function throws, and restores the outer scope', () => {
    let outer: Tensor | undefined;
    let inner: Tensor | undefined;
    const count = left(() =>
      scope(() => {
        outer = zeros([1]);
        expect(() =>
          scope(() => {
            inner = zeros([1]);
            throw new Error('inside');
          }),
        ).toThrow('inside');
        expect([alive(outer), alive(inner!)]).toEqual([true, false]);
        zeros([1]);
      }),
    );
    expect(count).toBe(0);
    expect(alive(outer!)).toBe(false);
  });

  it('accepts that tensors were disposed inside', () => {
    expect(
      left(() =>
        scope(() => {
          const x = zeros([1]);
          x.dispose();
          return x;
        }),
      ),
    ).toBe(0);
  });

  it('refuses an asynchronous function, and frees what it made so far', () => {
    const count = left(() => {
      const run = () =>
        scope(async () => {
          zeros([1]);
        });
      expect(run).toThrow(RegoptError);
    });
    expect(count).toBe(0);
    expect(() => scope(async () => 1)).toThrow(
      'scope: the function is asynchronous. A scope ends when the call does: await outside of it.',
    );
  });
});

describe('keep', () => {
  it('takes a tensor out of every scope, until it is disposed', () => {
    let kept: Tensor | undefined;
    expect(
      left(() =>
        scope(() =>
          scope(() => {
            kept = keep(zeros([1]));
          }),
        ),
      ),
    ).toBe(1);
    expect(alive(kept!)).toBe(true);
    expect(keep(kept!)).toBe(kept);
    kept!.dispose();
    expect(alive(kept!)).toBe(false);
  });

  it('takes a function, and a result of any depth', () => {
    expect(() => scope(5 as never)).toThrow('scope: takes a function, got 5.');
    let deep: unknown = [];
    const x = scope(() => {
      const inner = zeros([1]);
      deep = inner;
      for (let i = 0; i < 20_000; i++) deep = [deep];
      return deep;
    });
    let at: unknown = x;
    while (Array.isArray(at)) at = at[0];
    expect((at as ReturnType<typeof zeros>).item()).toBe(0);
  });
});
