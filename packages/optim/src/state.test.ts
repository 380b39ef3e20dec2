import {
  DisposedError,
  DTypeError,
  memory,
  readSafetensors,
  ShapeError,
  scope,
  type Tensor,
  tensor,
  ValueError,
  writeSafetensors,
} from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import type { StateEntry } from './load-state.ts';
import type { Optimizer } from './optimizer.ts';
import { adam } from './rules/adam.ts';
import { sgd } from './rules/sgd.ts';

const f64 = (values: number[]): Tensor => tensor(values, { dtype: 'f64' });

/** An optimizer after `steps` steps on "0.weight" and none on "0.bias". */
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
  it("has PyTorch's names for each rule's tensors, and a step count for every parameter", () => {
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

  it('is a copy of the state at that time', () => {
    const weight = f64([1, 2]);
    const optimizer = sgd([weight], { momentum: 0.5 });
    optimizer.step(new Map([[weight, f64([1, -1])]]));
    const saved = optimizer.state();
    optimizer.step(new Map([[weight, f64([2, 2])]]));
    expect([...saved.get('0.momentum_buffer')!.toArray()]).toEqual([1, -1]);
    expect([...optimizer.state().get('0.momentum_buffer')!.toArray()]).toEqual([2.5, 1.5]);
  });

  it('can be saved to and loaded from a safetensors file', () => {
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

  const misfit = 'the state does not fit the optimizer; ';

  it('requires every parameter and nothing else', () => {
    expect(change({})).not.toThrow();
    expect(change({ '0.bias.step': undefined })).toThrow(
      `sgd: load: ${misfit}missing: 0.bias.step. ` +
        '{ strict: false } passes over missing and unexpected entries.',
    );
    expect(change({ '0.weight.momentum_buffer': undefined })).toThrow('missing: 0.weight.momentum_buffer.');
    expect(change({ '1.weight.step': f64([1]) })).toThrow(`${misfit}unexpected: 1.weight.step.`);
    expect(() => stepped(momentum, 0).load(stepped(adam, 1).state())).toThrow(
      `${misfit}missing: 0.weight.momentum_buffer; unexpected: 0.weight.exp_avg, 0.weight.exp_avg_sq.`,
    );
    expect(() => stepped(sgd, 0).load(stepped(momentum, 1).state())).toThrow(
      'unexpected: 0.weight.momentum_buffer.',
    );
  });

  it('requires the shapes of the parameters, and floats', () => {
    const shapes = change({ '0.weight.momentum_buffer': f64([1, 2, 3]) });
    expect(shapes).toThrow(ShapeError);
    expect(shapes).toThrow(
      `sgd: load: ${misfit}wrong: ` +
        '0.weight.momentum_buffer is f64 [2] in the optimizer, f64 [3] in the state.',
    );
    const dtypes = change({ '0.weight.momentum_buffer': tensor([1, 2], { dtype: 'i32' }) });
    expect(dtypes).toThrow(DTypeError);
    expect(dtypes).toThrow(
      `${misfit}wrong: 0.weight.momentum_buffer is f64 [2] in the optimizer, i32 [2] in the state.`,
    );
  });

  it("converts floats to the parameter's dtype, as PyTorch does", () => {
    const optimizer = stepped(momentum, 0);
    const state = new Map(stepped(momentum, 2).state()).set('0.weight.momentum_buffer', tensor([0.1, 2]));
    expect(optimizer.load(state)).toEqual({ missing: [], unexpected: [] });
    const loaded = optimizer.state().get('0.weight.momentum_buffer')!;
    expect(loaded.dtype).toBe('f64');
    expect([...loaded.toArray()]).toEqual([Math.fround(0.1), 2]);
  });

  it('accepts a step count of any dtype, as PyTorch saves it, if it is a count', () => {
    expect(change({ '0.weight.step': tensor(2) })).not.toThrow();
    expect(change({ '0.weight.step': tensor([2], { dtype: 'i32' }) })).not.toThrow();
    for (const [entry, shown] of [
      [tensor(-1), '-1'],
      [tensor(0.5), '0.5'],
      [tensor([1, 2]), '1, 2'],
      [tensor(new Float64Array(0)), 'empty'],
    ] as const) {
      expect(change({ '0.weight.step': entry })).toThrow(
        `${misfit}wrong: 0.weight.step is ${shown}, which is no step count.`,
      );
    }
  });

  it('lists all mismatches in one error', () => {
    const faults = change({
      '0.bias.step': undefined,
      'head.step': f64([1]),
      'head.exp_avg': f64([1]),
      '0.weight.step': tensor(0.5),
      '0.weight.momentum_buffer': tensor([[1, 2]], { dtype: 'u8' }),
    });
    expect(faults).toThrow(ValueError);
    expect(faults).toThrow(
      `sgd: load: ${misfit}missing: 0.bias.step; unexpected: head.step, head.exp_avg; ` +
        'wrong: 0.weight.step is 0.5, which is no step count, ' +
        '0.weight.momentum_buffer is f64 [2] in the optimizer, u8 [1,2] in the state. ' +
        '{ strict: false } passes over missing and unexpected entries.',
    );
  });

  it('without strict: parameters that were added later start fresh, the others continue', () => {
    const [weight, added] = [f64([1, 2]), f64([5])];
    const optimizer = momentum(
      new Map([
        ['added', added],
        ['0.weight', weight],
      ]),
    );
    optimizer.step(new Map([[added, f64([1])]]));
    const saved = stepped(momentum, 2).state();
    expect(optimizer.load(saved, { strict: false })).toEqual({
      missing: ['added.step'],
      unexpected: ['0.bias.step'],
    });
    const state = optimizer.state();
    expect([...state.keys()]).toEqual(['added.step', '0.weight.step', '0.weight.momentum_buffer']);
    expect(state.get('added.step')!.item()).toBe(0);
    expect(state.get('0.weight.momentum_buffer')!.toArray()).toEqual(
      saved.get('0.weight.momentum_buffer')!.toArray(),
    );
    const fresh = added.item();
    optimizer.step(new Map([[added, f64([1])]]));
    expect(added.item()).toBeCloseTo(fresh - 1e-3, 12);
  });

  it('without strict: a parameter with a missing entry starts fresh, and shapes must match', () => {
    const optimizer = stepped(momentum, 2);
    expect(optimizer.load(stepped(adam, 3).state(), { strict: false })).toEqual({
      missing: ['0.weight.momentum_buffer'],
      unexpected: ['0.weight.exp_avg', '0.weight.exp_avg_sq'],
    });
    expect(optimizer.state().get('0.weight.step')!.item()).toBe(0);
    const state = stepped(momentum, 2)
      .state()
      .set('0.weight.momentum_buffer', f64([1]));
    expect(() => optimizer.load(state, { strict: false })).toThrow(ShapeError);
    expect(() => optimizer.load(state, { strickt: false } as object)).toThrow(
      'sgd: load: unknown option "strickt"; did you mean "strict"?',
    );
  });

  it('refuses anything but a Map, such as the whole result of readSafetensors', () => {
    const file = readSafetensors(writeSafetensors({ tensors: stepped(momentum, 1).state() }));
    expect(() => stepped(momentum, 0).load(file as never)).toThrow(
      'sgd: load: a state is a Map from names to tensors, got { tensors, metadata, unsupported }.',
    );
  });

  it('is refused after dispose', () => {
    const optimizer = stepped(momentum, 1);
    const saved = optimizer.state();
    optimizer.dispose();
    expect(() => optimizer.load(saved)).toThrow(DisposedError);
  });

  it('refuses numbers that the dtype cannot represent, and data that do not fill their shape', () => {
    const entry = (data: number[]) => ({ dtype: 'f64', shape: [2], data: data as never });
    expect(change({ '0.weight.momentum_buffer': entry([1, 2, 3]) as never })).toThrow(
      'sgd: load: 0.weight.momentum_buffer has 3 values, its shape takes 2.',
    );
    expect(change({ '0.weight.momentum_buffer': entry([1, '2' as never]) as never })).toThrow(
      'sgd: load: 0.weight.momentum_buffer: "2" at index 1 is no f64',
    );
    const single = momentum(new Map([['0.weight', tensor([1, 2])]]));
    const state = new Map([
      ['0.weight.step', f64([1])],
      ['0.weight.momentum_buffer', f64([1, 1e300])],
    ]);
    expect(() => single.load(state)).toThrow(
      'sgd: load: 0.weight.momentum_buffer: 1e+300 at index 1 is no f32, a number up to 3.4e38.',
    );
  });

  it('changes nothing if it refuses', () => {
    const optimizer = stepped(momentum, 2);
    const before = [...optimizer.state()].map(([, entry]) => [...entry.toArray()]);
    const state = new Map(optimizer.state());
    state.set('0.weight.step', f64([9]));
    state.set('0.weight.momentum_buffer', f64([9, 9]));
    state.set('0.bias.step', f64([-1]));
    expect(() => optimizer.load(state)).toThrow('0.bias.step is -1');
    expect([...optimizer.state()].map(([, entry]) => [...entry.toArray()])).toEqual(before);
  });
});
