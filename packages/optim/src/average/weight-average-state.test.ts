import { assign, readSafetensors, type Tensor, tensor, writeSafetensors } from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ema } from './ema.ts';
import { swa } from './swa.ts';
import type { WeightAverage } from './weight-average.ts';

const rounded = (values: readonly number[]) => Float32Array.from(values);
describe('state', () => {
  const named = () =>
    new Map([
      ['0.weight', tensor([1, 2])],
      ['0.bias', tensor(3)],
    ]);
  const move = (weights: Map<string, Tensor>, averaged: WeightAverage, from: number, to: number) => {
    for (let i = from; i < to; i++) {
      assign(weights.get('0.weight')!, rounded([i * 0.3, 1 / (i + 1)]));
      averaged.update();
    }
  };

  it('has the average and the number of updates of each parameter', () => {
    const averaged = ema(named());
    expect([...averaged.state().keys()]).toEqual(['0.weight.step', '0.bias.step']);
    averaged.update();
    expect([...averaged.state().keys()]).toEqual([
      '0.weight.step',
      '0.weight.average',
      '0.bias.step',
      '0.bias.average',
    ]);
  });

  it('goes on with the same bits after any number of updates, through a safetensors file', () => {
    const create = fc.constantFrom(
      (weights: Map<string, Tensor>) => swa(weights),
      (weights: Map<string, Tensor>) => ema(weights, { decay: 0.9, warmup: true }),
    );
    fc.assert(
      fc.property(create, fc.nat(12), fc.nat(12), (make, before, after) => {
        const [weights, others] = [named(), named()];
        const [averaged, resumed] = [make(weights), make(others)];
        // Of another run, which a load replaces.
        move(others, resumed, 3, 5);
        move(weights, averaged, 0, before);
        resumed.load(readSafetensors(writeSafetensors({ tensors: averaged.state() })).tensors);
        expect(resumed.updates).toBe(before);
        move(weights, averaged, before, before + after);
        move(others, resumed, before, before + after);
        const bits = (each: WeightAverage) => [...each.state()].map(([name, x]) => [name, [...x.toArray()]]);
        expect(bits(resumed)).toEqual(bits(averaged));
      }),
    );
  });

  it('is refused if it does not fit, in one error that lists all, and then nothing changes', () => {
    const averaged = ema(named());
    averaged.update();
    const state = new Map(averaged.state());
    state.set('0.weight.average', tensor([1, 2, 3]));
    state.delete('0.bias.average');
    state.set('head.step', tensor(1));
    expect(() => averaged.load(state)).toThrow(
      'ema: load: the state does not fit the average; missing: 0.bias.average; unexpected: head.step; ' +
        'wrong: 0.weight.average is f32 [2] in the average, f32 [3] in the state. ' +
        '{ strict: false } passes over missing and unexpected entries.',
    );
    expect([...averaged.average.get('0.weight')!.toArray()]).toEqual([1, 2]);
    expect(averaged.updates).toBe(1);
  });

  it('without strict: the average of a parameter that it lacks begins again', () => {
    const weights = named();
    const averaged = swa(weights);
    move(weights, averaged, 0, 4);
    const state = new Map(averaged.state());
    state.delete('0.bias.average');
    expect(averaged.load(state, { strict: false })).toEqual({ missing: ['0.bias.average'], unexpected: [] });
    expect(averaged.updates).toBe(0);
    expect(() => averaged.exchange()).toThrow('swa: exchange: there is no average of "0.bias" yet');
    assign(weights.get('0.bias')!, [7]);
    averaged.update();
    expect(averaged.average.get('0.bias')!.item()).toBe(7);
    expect(averaged.state().get('0.weight.step')!.item()).toBe(5);
  });
});
