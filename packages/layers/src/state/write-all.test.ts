import { backward, mul, parameter, sum } from '@regopt/autograd';
import { ones, scope, tensor, viewSlice, viewTranspose, zeros } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { loadStateDict } from './load-state-dict.ts';

describe('tensors that share memory', () => {
  const fused = () => {
    const qkv = zeros([3, 2]);
    return { qkv, k: viewSlice(qkv, 0, 1, 2), columns: viewTranspose(qkv) };
  };
  const values = [
    [
      'qkv',
      tensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    ],
    ['k', tensor([[3, 4]])],
    [
      'columns',
      tensor([
        [1, 3, 5],
        [2, 4, 6],
      ]),
    ],
  ] as const;

  it('are loaded as views, contiguous or not, if the values agree', () => {
    for (const given of [values, values.slice(0, 1), values.slice(2), [...values].reverse()]) {
      scope(() => {
        const layer = fused();
        loadStateDict(layer, new Map(given), { strict: false });
        expect([...layer.qkv.toArray()]).toEqual([1, 2, 3, 4, 5, 6]);
      });
    }
  });

  it('agree on NaN as on any other value', () =>
    scope(() => {
      const layer = fused();
      const diverged = new Map([
        ['qkv', tensor([1, 2, Number.NaN, 4, 5, 6], { shape: [3, 2] })],
        ['k', tensor([[Number.NaN, 4]])],
      ]);
      loadStateDict(layer, diverged, { strict: false });
      expect([...layer.qkv.toArray()]).toEqual([1, 2, Number.NaN, 4, 5, 6]);
    }));

  it('are unchanged, and all others too, if the values differ', () =>
    scope(() => {
      const layer = { first: zeros([1]), ...fused(), last: zeros([1]) };
      const state = new Map([['first', ones([1])], ...values, ['k', tensor([[3, 5]])], ['last', ones([1])]]);
      expect(() => loadStateDict(layer, state)).toThrow(
        'loadStateDict: qkv and k and columns share memory in the layer, and their values differ.',
      );
      for (const each of Object.values(layer)) expect(new Set(each.toArray())).toEqual(new Set([0]));
    }));

  it('are not written by a refused load, which leaves a backward pass possible', () =>
    scope(() => {
      const layer = { a: parameter(ones([2])), b: ones([1]) };
      const shared = viewSlice(layer.a, 0, 0, 1);
      const loss = sum(mul(layer.a, layer.a));
      const state = new Map([
        ['a', ones([2])],
        ['shared', zeros([1])],
      ]);
      expect(() => loadStateDict({ a: layer.a, shared }, state)).toThrow('their values differ');
      expect([...backward(loss).get(layer.a)!.toArray()]).toEqual([2, 2]);
    }));

  it('may be loaded from one another', () =>
    scope(() => {
      const layer = { a: tensor([1]), b: tensor([2]) };
      loadStateDict(
        layer,
        new Map([
          ['a', layer.b],
          ['b', layer.a],
        ]),
      );
      expect([layer.a.item(), layer.b.item()]).toEqual([2, 1]);
    }));

  it('whose new values were freed are unchanged', () =>
    scope(() => {
      const layer = { first: zeros([1]), last: zeros([1]) };
      const state = new Map([
        ['first', ones([1])],
        ['last', ones([1])],
      ]);
      state.get('last')!.dispose();
      expect(() => loadStateDict(layer, state)).toThrow("loadStateDict: last: the tensor's memory was freed");
      expect(layer.first.item()).toBe(0);
    }));

  it('whose memory was freed are named before anything is written', () =>
    scope(() => {
      const layer = { first: zeros([1]), last: zeros([1]) };
      layer.last.dispose();
      const state = new Map([
        ['first', ones([1])],
        ['last', ones([1])],
      ]);
      expect(() => loadStateDict(layer, state)).toThrow("loadStateDict: last: the tensor's memory was freed");
      expect(layer.first.item()).toBe(0);
    }));
});
