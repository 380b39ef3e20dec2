import { memory, readSafetensors, scope, type Tensor, tensor, writeSafetensors } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import type { StateEntry } from './load-state.ts';
import type { Optimizer } from './optimizer.ts';
import { adam } from './rules/adam.ts';
import { sgd } from './rules/sgd.ts';

const f64 = (values: number[]): Tensor => tensor(values, { dtype: 'f64' });

/** An optimizer that has taken `steps` steps on "0.weight" and none on "0.bias". */
function stepped(create: (parameters: Map<string, Tensor>) => Optimizer, steps: number): Optimizer {
  const weight = f64([1, 2]);
  const optimizer = create(
    new Map([
      ['0.weight', weight],
      ['0.bias', f64([0])],
    ]),
  );
  for (let i = 0; i < steps; i++) optimizer.step(new Map([[weight, f64([1, -1])]]));
  return optimizer;
}

const momentum = (parameters: Map<string, Tensor>): Optimizer => sgd(parameters, { momentum: 0.5 });

describe('state', () => {
  it("holds PyTorch's names of what each rule keeps, and a step count for every parameter", () => {
    expect([...stepped(adam, 2).state().keys()]).toEqual([
      '0.weight.step',
      '0.weight.exp_avg',
      '0.weight.exp_avg_sq',
      '0.bias.step',
    ]);
    expect([
      ...stepped((p) => adam(p, { amsgrad: true }), 1)
        .state()
        .keys(),
    ]).toContain('0.weight.max_exp_avg_sq');
    expect([...stepped(sgd, 1).state().keys()]).toEqual(['0.weight.step', '0.bias.step']);
  });

  it('is a copy of how things stood', () => {
    const weight = f64([1, 2]);
    const optimizer = sgd([weight], { momentum: 0.5 });
    optimizer.step(new Map([[weight, f64([1, -1])]]));
    const saved = optimizer.state();
    optimizer.step(new Map([[weight, f64([2, 2])]]));
    expect([...saved.get('0.momentum_buffer')!.toArray()]).toEqual([1, -1]);
    expect([...optimizer.state().get('0.momentum_buffer')!.toArray()]).toEqual([2.5, 1.5]);
  });

  it('goes through a safetensors file', () => {
    const optimizer = stepped(adam, 3);
    const bytes = writeSafetensors({ tensors: optimizer.state() });
    const resumed = stepped(adam, 0);
    resumed.load(readSafetensors(bytes).tensors);
    const values = (o: Optimizer) => [...o.state()].map(([name, entry]) => [name, [...entry.toArray()]]);
    expect(values(resumed)).toEqual(values(optimizer));
  });

  it('is freed by dispose', () => {
    const weight = f64([1, 2]);
    const gradient = f64([1, 1]);
    const before = memory();
    const optimizer = adam([weight]);
    optimizer.step(new Map([[weight, gradient]]));
    optimizer.dispose();
    expect(memory()).toEqual({ ...before, reservedBytes: memory().reservedBytes });
    expect(() => scope(() => optimizer.step(new Map([[weight, gradient]])))).toThrow('memory was freed');
  });
});

describe('load', () => {
  const change =
    (entries: Record<string, StateEntry | undefined>, steps = 2) =>
    () => {
      const state = new Map<string, StateEntry>(stepped(momentum, steps).state());
      for (const [name, entry] of Object.entries(entries)) {
        if (entry === undefined) state.delete(name);
        else state.set(name, entry);
      }
      stepped(momentum, 0).load(state);
    };

  it('wants every parameter and nothing else', () => {
    expect(change({})).not.toThrow();
    expect(change({ '0.bias.step': undefined })).toThrow('sgd: load: the state has no entry "0.bias.step".');
    expect(change({ '0.weight.momentum_buffer': undefined })).toThrow(
      'sgd: load: the state has no entry "0.weight.momentum_buffer".',
    );
    expect(change({ '1.weight.step': f64([1]) })).toThrow(
      'sgd: load: the state has an entry "1.weight.step", which this optimizer does not keep.',
    );
    expect(() => stepped(momentum, 0).load(stepped(adam, 1).state())).toThrow(
      'sgd: load: the state has no entry "0.weight.momentum_buffer".',
    );
    expect(() => stepped(sgd, 0).load(stepped(momentum, 1).state())).toThrow(
      'sgd: load: the state has an entry "0.weight.momentum_buffer", which this optimizer does not keep.',
    );
  });

  it('wants the shapes and dtypes of the parameters', () => {
    expect(change({ '0.weight.momentum_buffer': f64([1, 2, 3]) })).toThrow(
      'sgd: load: "0.weight.momentum_buffer" has shape [3], the parameter has [2].',
    );
    expect(change({ '0.weight.momentum_buffer': tensor([1, 2]) })).toThrow(
      'sgd: load: "0.weight.momentum_buffer" is f32, the parameter is f64.',
    );
  });

  it('takes a step count of any dtype, as PyTorch saves it, if it is one', () => {
    expect(change({ '0.weight.step': tensor(2) })).not.toThrow();
    expect(change({ '0.weight.step': tensor([2], { dtype: 'i32' }) })).not.toThrow();
    expect(change({ '0.weight.step': tensor(-1) })).toThrow(
      'sgd: load: "0.weight.step" is one whole number >= 0, got -1.',
    );
    expect(change({ '0.weight.step': tensor(0.5) })).toThrow('is one whole number >= 0, got 0.5.');
    expect(change({ '0.weight.step': tensor([1, 2]) })).toThrow('is one whole number >= 0, got 1, 2.');
    expect(change({ '0.weight.step': tensor(new Float64Array(0)) })).toThrow(
      'is one whole number >= 0, got none.',
    );
  });

  it('changes nothing when it refuses', () => {
    const optimizer = stepped(momentum, 2);
    const before = [...optimizer.state()].map(([, entry]) => [...entry.toArray()]);
    const state = new Map(optimizer.state());
    state.set('0.weight.step', f64([9]));
    state.set('0.weight.momentum_buffer', f64([9, 9]));
    state.set('0.bias.step', f64([-1]));
    expect(() => optimizer.load(state)).toThrow('"0.bias.step"');
    expect([...optimizer.state()].map(([, entry]) => [...entry.toArray()])).toEqual(before);
  });
});
