import { describe, expect, it } from 'vitest';
import type { Backend } from '../backend/backend.ts';
import { run, withBackend } from '../backend/current-backend.ts';
import { DisposedError } from '../errors.ts';
import { createGenerator } from '../random/generator.ts';
import { viewSlice } from '../shape/view.ts';
import { copyInto } from '../tensor/copy.ts';
import { fillKernel } from '../tensor/copy-kernel.ts';
import { arange, empty, eye, tensor, zeros } from '../tensor/create.ts';
import { checkIndices } from '../tensor/gather-rows.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { createCapturer } from '../testing/create-capturer.ts';
import { fillOnHost } from './fill-on-host.ts';
import { hostView } from './host-view.ts';
import { scope } from './scope.ts';
import { writeOnHost } from './write-on-host.ts';

/** The values of `target` after a step and after each of two replays, once the step's scope has ended. */
function replayed(shape: readonly number[], step: (target: Tensor) => void): number[][] {
  const { backend, capture, replay } = createCapturer();
  return withBackend(backend, () => {
    const target = zeros(shape);
    const seen: number[][] = [];
    for (const take of [() => capture(() => scope(() => step(target))), replay, replay]) {
      take();
      seen.push([...target.toArray()]);
    }
    return seen;
  });
}

describe('writeOnHost', () => {
  it('writes at once, row-major', () => {
    const x = empty([2, 2]);
    writeOnHost(x, () => [1, 2, 3, 4]);
    expect(x.toNested()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('writes a view from its first element on', () => {
    const x = zeros([4], { dtype: 'f64' });
    writeOnHost(viewSlice(x, 0, 1, 3), () => [1, 2]);
    expect([...x.toArray()]).toEqual([0, 1, 2, 0]);
  });

  it('accepts constant values, and writes them at each replay', () => {
    const seen = replayed([2], (target) => {
      const constant = empty([2]);
      writeOnHost(constant, [3, 4]);
      copyInto(target, constant);
    });
    expect(seen).toEqual([
      [3, 4],
      [3, 4],
      [3, 4],
    ]);
    expect(() => writeOnHost(empty([2]), [1])).toThrow(
      'writeOnHost: 1 values do not fill shape [2], which takes 2.',
    );
  });

  it('accepts a function that allocates', () => {
    const x = zeros([2]);
    writeOnHost(x, () => zeros([100_000]).toArray().subarray(0, 2).fill(3));
    expect([...x.toArray()]).toEqual([3, 3]);
  });

  it('calls its function again at each replay, and writes although the scope freed the tensor', () => {
    let calls = 0;
    const seen = replayed([], (target) => {
      const count = empty([]);
      writeOnHost(count, () => [++calls]);
      copyInto(target, count);
    });
    expect(seen).toEqual([[1], [2], [3]]);
  });

  it('refuses a view with holes, another number of values, and freed memory', () => {
    const x = zeros([4]);
    expect(() => writeOnHost(viewSlice(x, 0, 0, 4, 2), () => [1, 2])).toThrow(
      'writeOnHost: the target [2] is a view with holes.',
    );
    expect(() => writeOnHost(x, () => [1])).toThrow(
      'writeOnHost: 1 values do not fill shape [4], which takes 4.',
    );
    x.dispose();
    expect(() => writeOnHost(x, () => [1, 2, 3, 4])).toThrow(DisposedError);
    expect(() => hostView(x)).toThrow(DisposedError);
  });
});

describe('hostView', () => {
  it('requests an array once, and again after growing memory detached it', () => {
    const { backend } = createCapturer();
    const detached = new Float32Array(0);
    const given = [detached, Float32Array.of(1, 2), Float32Array.of(3, 4)];
    const moving: Backend = { ...backend, view: () => given.shift()! };
    const view = hostView(withBackend(moving, () => empty([2])));
    expect(view()).toBe(detached);
    const second = view();
    expect([...second]).toEqual([1, 2]);
    expect(view()).toBe(second);
  });
});

describe('fillOnHost', () => {
  it('lets the host write in place, from the first element of a view on', () => {
    const x = tensor([1, 2, 3, 4]);
    fillOnHost(viewSlice(x, 0, 1, 3), (values) => {
      values[0]! += 10;
      values[1] = 20;
    });
    expect([...x.toArray()]).toEqual([1, 12, 20, 4]);
  });

  it('writes again at each replay, although the scope freed the tensor', () => {
    let calls = 0;
    const seen = replayed([], (target) => {
      const count = empty([]);
      fillOnHost(count, (values) => {
        values[0] = ++calls;
      });
      copyInto(target, count);
    });
    expect(seen).toEqual([[1], [2], [3]]);
  });

  it('refuses a view with holes, and freed memory', () => {
    const x = zeros([4]);
    const fill = () => {};
    expect(() => fillOnHost(viewSlice(x, 0, 0, 4, 2), fill)).toThrow(
      'fillOnHost: the target [2] is a view with holes.',
    );
    x.dispose();
    expect(() => fillOnHost(x, fill)).toThrow(DisposedError);
  });
});

describe('a captured step', () => {
  it('advances a generator', () => {
    const generator = createGenerator(1);
    const seen = replayed([4], (target) => copyInto(target, generator.draw()));
    expect(seen.map((key) => key[2])).toEqual([0, 1, 2]);
    expect(generator.state().draws).toBe(3);
  });

  it('writes the values of tensor, arange and eye again, as they were at the capture', () => {
    const values = new Float32Array([1, 2, 3, 4]);
    for (const create of [() => tensor(values), () => arange(1, 5)]) {
      const seen = replayed([4], (target) => {
        const made = create();
        copyInto(target, made);
        // Later changes of the array or of the tensor must not affect the replay.
        values.fill(9);
        run(fillKernel, [made], [4, 7]);
      });
      expect(seen).toEqual([
        [1, 2, 3, 4],
        [1, 2, 3, 4],
        [1, 2, 3, 4],
      ]);
    }
    const seen = replayed([2, 2], (target) => {
      const made = eye(2);
      copyInto(target, made);
      run(fillKernel, [made], [4, 7]);
    });
    expect(seen).toEqual([
      [1, 0, 0, 1],
      [1, 0, 0, 1],
      [1, 0, 0, 1],
    ]);
  });

  it('checks indices again', () => {
    const { backend, capture, replay } = createCapturer();
    withBackend(backend, () => {
      const labels = tensor(new Int32Array([0, 1]));
      capture(() => scope(() => checkIndices('gather', viewSlice(labels, 0, 1, 2), 2)));
      replay();
      labels.data()[1] = 2;
      expect(replay).toThrow('gather: index 2 at position 0 is outside 0..1.');
    });
  });
});
