import { describe, expect, it } from 'vitest';
import type { Backend } from '../backend/backend.ts';
import { withBackend } from '../backend/current-backend.ts';
import { createReferenceBackend } from '../backend/reference-backend.ts';
import { DisposedError, ValueError } from '../errors.ts';
import { keep, scope } from '../memory/scope.ts';
import { viewTranspose } from '../shape/view.ts';
import { copyInto } from '../tensor/copy.ts';
import { empty, ones, scalar, tensor, zeros } from '../tensor/create.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { compile } from './compile.ts';

const copied = (x: Tensor): Tensor => {
  const y = empty(x.shape, { dtype: x.dtype });
  copyInto(y, x);
  return y;
};

describe('compile', () => {
  it('on a back end without programs calls the step each time, and ends its former results', () => {
    let calls = 0;
    const step = compile((x: Tensor) => {
      calls += 1;
      return copied(x);
    });
    const first = step(tensor([1, 2]));
    expect([...first.toArray()]).toEqual([1, 2]);
    const second = step(tensor([3, 4]));
    expect(() => first.toArray()).toThrow(
      new DisposedError(
        'data: a result of a compiled step lives until the next call for inputs of the same shapes. Read ' +
          'or copy it before that call.',
      ),
    );
    expect([...second.toArray()]).toEqual([3, 4]);
    expect(calls).toBe(2);
    step.dispose();
    expect(() => second.toArray()).toThrow(
      'data: the compiled step was disposed. Read or copy its results before.',
    );
  });

  it('takes and returns several tensors, in a list or by name, or none', () => {
    const list = compile((x: Tensor, y: Tensor) => [copied(y), copied(x)] as const);
    expect(list(scalar(1), ones([2])).map((each) => [...each.toArray()])).toEqual([[1, 1], [1]]);
    const named = compile((x: Tensor) => ({ same: copied(x) }));
    expect(named(scalar(4)).same.item()).toBe(4);
    const total = zeros([]);
    const nothing = compile((x: Tensor) => copyInto(total, x));
    expect(nothing(scalar(7))).toBeUndefined();
    expect(total.item()).toBe(7);
    for (const step of [list, named, nothing]) step.dispose();
  });

  it('keeps tensors of its own for each list of shapes and dtypes', () => {
    const step = compile(copied);
    const floats = step(ones([2]));
    const integers = step(tensor(Int32Array.of(5, 6)));
    expect(step(ones([3])).shape).toEqual([3]);
    expect(integers.dtype).toBe('i32');
    step(zeros([2]));
    expect(() => floats.toArray()).toThrow(DisposedError);
    expect([...integers.toArray()]).toEqual([5, 6]);
    step.dispose();
  });

  it('gives out results whose dispose() frees nothing, and that no scope ends', () => {
    const step = compile(copied);
    step(scalar(1)).dispose();
    const result = scope(() => {
      step(scalar(2));
      return [];
    });
    expect(result).toEqual([]);
    const kept = scope(() => keep(step(scalar(3))));
    expect(kept.item()).toBe(3);
    step.dispose();
  });

  it('frees the least recently called program, beyond maxPrograms lists of shapes', () => {
    const backend = createReferenceBackend();
    withBackend(backend, () => {
      const step = compile(copied, { maxPrograms: 2 });
      const inputs = [1, 2, 3].map((length) => keep(ones([length])));
      const before = backend.memory().buffers;
      const results = inputs.slice(0, 2).map((x) => step(x));
      results[0] = step(inputs[0]!);
      step(inputs[2]!);
      expect(backend.memory().buffers).toBe(before + 4);
      expect(() => results[1]!.toArray()).toThrow(
        new DisposedError(
          'data: the compiled step freed it, beyond 2 lists of shapes (maxPrograms). Read or copy it before.',
        ),
      );
      expect(results[0]!.item()).toBe(1);
      expect(step(inputs[1]!).toNested()).toEqual([1, 1]);
      step.dispose();
      expect(backend.memory().buffers).toBe(before);
    });
  });

  it('keeps every program, in whatever order they are called', () => {
    const step = compile(copied);
    const [first, second] = [step(ones([1])), step(ones([2]))];
    step(ones([3]));
    step(ones([2]));
    expect(() => second.toArray()).toThrow(DisposedError);
    expect([...first.toArray()]).toEqual([1]);
    step(ones([1]));
    expect(() => first.toArray()).toThrow(DisposedError);
    step.dispose();
  });

  it('refuses a step that is not a function, and options out of range', () => {
    expect(() => compile(copied, { maxPrograms: 0 })).toThrow(
      'compile: maxPrograms is a whole number >= 1, got 0.',
    );
    expect(() => compile(5 as unknown as () => void)).toThrow(
      new ValueError('compile: the step is a function, got 5.'),
    );
    expect(() => compile(copied, { maxProgram: 3 } as object)).toThrow(
      'compile: unknown option "maxProgram"; did you mean "maxPrograms"? Known: maxPrograms.',
    );
  });

  it('is a part of another compiled step that calls it, each call with its own results', () => {
    const backend = createReferenceBackend();
    withBackend(backend, () => {
      const inner = compile((x: Tensor) => ({ same: copied(x) }));
      const outer = compile((x: Tensor, y: Tensor) => [inner(x).same, inner(y).same]);
      const [x, y] = [keep(scalar(1)), keep(scalar(2))];
      expect(outer(x, y).map((each) => each.item())).toEqual([1, 2]);
      const { buffers } = backend.memory();
      expect(outer(y, x).map((each) => each.item())).toEqual([2, 1]);
      expect(backend.memory().buffers).toBe(buffers);
      expect(inner(x).same.item()).toBe(1);
    });
  });

  it('reads an input that is a view with holes', () => {
    const step = compile(copied);
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    expect([...step(x).toArray()]).toEqual([1, 2, 3, 4]);
    expect([...step(viewTranspose(x)).toArray()]).toEqual([1, 3, 2, 4]);
    step.dispose();
  });

  it('frees all that it made when it is disposed, and nothing else', () => {
    const backend = createReferenceBackend();
    withBackend(backend, () => {
      const x = keep(ones([4]));
      const before = backend.memory();
      const step = compile((x: Tensor) => [copied(x), x]);
      for (let i = 0; i < 3; i++) step(x);
      expect(backend.memory().buffers).toBe(before.buffers + 3);
      step.dispose();
      expect(backend.memory()).toEqual(before);
      expect(() => step(x)).toThrow(new DisposedError('compile: the compiled step was disposed.'));
    });
  });

  it('runs a step without inputs on the current back end', () => {
    const step = compile(() => ones([2]));
    expect([...step().toArray()]).toEqual([1, 1]);
    step.dispose();
  });

  it('captures until the back end returns a program, then replays, with a check at some calls', () => {
    const inner = createReferenceBackend();
    const log: string[] = [];
    const backend: Backend = Object.assign(Object.create(inner) as Backend, {
      capture(step: () => void) {
        step();
        log.push('captured');
        if (log.length < 2) return undefined;
        return {
          outside: [],
          stale: false,
          replay: () => void log.push('replayed'),
          check: () => void log.push('checked'),
          dispose: () => void log.push('disposed'),
        };
      },
    });
    withBackend(backend, () => {
      const step = compile(() => undefined);
      for (let i = 0; i < 6; i++) step();
      step.dispose();
    });
    expect(log).toEqual(['captured', 'captured', 'replayed', 'checked', 'replayed', 'checked', 'disposed']);
  });

  it('refuses an input or a result that is not a tensor, and a result of another shape than before', () => {
    const step = compile(copied);
    expect(() => step(3 as unknown as Tensor)).toThrow('compile: input 0 is no tensor, got 3.');
    expect(() => step('3' as unknown as Tensor)).toThrow('compile: input 0 is no tensor, got "3".');
    const wrong = compile((() => [1]) as unknown as () => Tensor[]);
    expect(() => wrong()).toThrow(
      'compile: a step returns tensors, in a list or by name, or nothing, got 1.',
    );
    for (const [result, text] of [
      [new Map([['loss', ones([1])]]), 'a Map'],
      [new Set([ones([1])]), 'a Set'],
      [3, '3'],
      ['', '""'],
      [true, 'true'],
      [null, 'null'],
      [[undefined], 'undefined'],
    ])
      expect(() => compile((() => result) as unknown as () => Tensor)()).toThrow(
        new ValueError(`compile: a step returns tensors, in a list or by name, or nothing, got ${text}.`),
      );
    let length = 2;
    const changing = compile(() => ones([length++]));
    changing();
    expect(() => changing()).toThrow(
      'compile: the step returned f32 [3], and f32 [2] at its first call for inputs of these shapes.',
    );
    let names = ['loss', 'correct'];
    const renamed = compile(() => Object.fromEntries(names.map((name) => [name, ones([1])])));
    renamed();
    names = ['correct', 'loss'];
    expect(() => renamed()).toThrow(
      'compile: the step returned { correct, loss }, ' +
        'and { loss, correct } at its first call for these inputs.',
    );
    const many = compile(() => Array.from({ length: length++ }, () => ones([1])));
    many();
    expect(() => many()).toThrow(
      'compile: the step returned 5 tensors, and 4 at its first call for these inputs.',
    );
  });
});
