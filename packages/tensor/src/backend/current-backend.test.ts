import { describe, expect, it } from 'vitest';
import { DisposedError, RegoptError, ValueError } from '../errors.ts';
import { empty, tensor, zeros } from '../tensor/create.ts';
import { createCapturer } from '../testing/create-capturer.ts';
import { getBackend, kernelReport, memory, run, setBackend, withBackend } from './current-backend.ts';
import { defineKernel } from './kernel.ts';
import { createReferenceBackend } from './reference-backend.ts';

const addNumber = defineKernel('addNumber', ([out, x], [n, value]) => {
  for (let i = 0; i < n!; i++) out![i] = x![i]! + value!;
});

describe('the current back end', () => {
  it('is where new tensors are made', () => {
    const backend = createReferenceBackend();
    const former = getBackend();
    const x = zeros([1]);
    setBackend(backend);
    const y = zeros([1]);
    setBackend(former);
    expect([x.storage.backend === former, y.storage.backend === backend]).toEqual([true, true]);
  });

  it('must be a back end, not a promise of one or its name', () => {
    const former = getBackend();
    for (const [given, text] of [
      [Promise.resolve(former), 'a promise'],
      ['wasm', '"wasm"'],
      [undefined, 'undefined'],
    ] as const) {
      expect(() => setBackend(given as never)).toThrow(ValueError);
      expect(() => setBackend(given as never)).toThrow(
        `setBackend: takes a back end, as await createWasmBackend() gives it, got ${text}.`,
      );
    }
    expect(getBackend()).toBe(former);
  });

  it('is restored after withBackend, also after an error', () => {
    const former = getBackend();
    const backend = createReferenceBackend();
    expect(withBackend(backend, () => getBackend())).toBe(backend);
    expect(getBackend()).toBe(former);
    expect(() =>
      withBackend(backend, () => {
        throw new Error('inside');
      }),
    ).toThrow('inside');
    expect(getBackend()).toBe(former);
  });

  it('cannot be set for an asynchronous function', () => {
    expect(() => withBackend(createReferenceBackend(), async () => 1)).toThrow(
      'withBackend: the function is asynchronous; use setBackend.',
    );
  });

  it('counts its memory and the kernels that ran', () => {
    withBackend(createReferenceBackend(), () => {
      const x = zeros([3]);
      run(addNumber, [x, x], [3, 1]);
      expect(memory()).toEqual({ buffers: 1, bytes: 12, reservedBytes: 12 });
      expect(kernelReport()).toEqual({ fast: {}, reference: { fill: 1, addNumber: 1 }, host: {} });
    });
  });
});

describe('run', () => {
  it('runs a kernel on the back end of its tensors, not on the current one', () => {
    const backend = createReferenceBackend();
    const [x, y] = withBackend(backend, () => [tensor([1, 2, 3]), empty([3])]);
    run(addNumber, [y, x], [3, 10]);
    expect([...y.toArray()]).toEqual([11, 12, 13]);
    expect(backend.report().reference['addNumber']).toBe(1);
  });

  it('refuses tensors of two back ends', () => {
    const x = withBackend(createReferenceBackend(), () => zeros([1]));
    const y = withBackend(createReferenceBackend(), () => zeros([1]));
    expect(() => run(addNumber, [x, y], [1, 0])).toThrow(RegoptError);
    expect(() => run(addNumber, [x, y], [1, 0])).toThrow(
      'addNumber: tensors live on two back ends, both called reference. Make them on one.',
    );
    const z = withBackend({ ...createCapturer().backend, name: 'another' }, () => zeros([1]));
    expect(() => run(addNumber, [x, z], [1, 0])).toThrow(
      'addNumber: tensors live on two back ends: reference and another. Make them on one.',
    );
  });

  it('refuses a tensor whose memory was freed', () => {
    const x = zeros([1]);
    const y = zeros([1]);
    x.dispose();
    expect(() => run(addNumber, [y, x], [1, 0])).toThrow(DisposedError);
    expect(() => run(addNumber, [y, x], [1, 0])).toThrow(
      "addNumber: the tensor's memory was freed, by dispose()",
    );
  });
});
