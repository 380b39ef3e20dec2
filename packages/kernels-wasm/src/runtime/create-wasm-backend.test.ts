import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { add, sum } from '@regopt/autograd';
import {
  FormatError,
  full,
  OutOfMemoryError,
  ones,
  RegoptError,
  scope,
  ValueError,
  valueText,
  withBackend,
  zeros,
} from '@regopt/tensor';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { wasmFiles } from '../wasm.ts';
import { createWasmBackend, type WasmBackendOptions } from './create-wasm-backend.ts';
import { hasRelaxedSimd } from './features.ts';

const relaxedSimd = hasRelaxedSimd();

/** Makes WebAssembly.validate refuse modules by size: the probe of plain SIMD is the smallest module. */
function engineThatRefuses(refuses: (bytes: number) => boolean): void {
  const validate = WebAssembly.validate.bind(WebAssembly);
  vi.spyOn(WebAssembly, 'validate').mockImplementation(
    (source) => !refuses(source.byteLength) && validate(source),
  );
}

describe('createWasmBackend', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it('uses the relaxed build if the engine has relaxed SIMD, and says so', async () => {
    const backend = await createWasmBackend({ threads: 1 });
    expect(backend.capabilities()).toEqual({
      build: relaxedSimd ? 'relaxed' : 'portable',
      reason: `The engine ${relaxedSimd ? 'has' : 'lacks'} relaxed SIMD.`,
      threads: 1,
      threadsReason: 'It was asked for by threads: 1.',
    });
  });

  it('uses as many threads as the machine runs at once, max 16, unless the number is given', async () => {
    const processors = availableParallelism();
    const backend = await createWasmBackend();
    await backend.ready;
    expect(backend.capabilities()).toMatchObject({
      threads: Math.min(processors, 16),
      threadsReason: `The machine runs ${processors} at once.`,
    });
    backend.dispose();
    const three = await createWasmBackend({ threads: 3 });
    await three.ready;
    expect(three.capabilities().threads).toBe(3);
    three.dispose();
  });

  it('uses one thread if memory cannot be shared: capabilities() says why, not the console', async () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    for (const threads of [2, 'auto', 3] as const) {
      const backend = await createWasmBackend({ threads });
      expect(backend.capabilities()).toMatchObject({
        threads: 1,
        threadsReason: expect.stringContaining('Cross-Origin-Opener-Policy: same-origin'),
      });
      expect(withBackend(backend, () => [...add(ones([3]), 1).toArray()])).toEqual([2, 2, 2]);
    }
    expect(warn).not.toHaveBeenCalled();
  });

  it('uses the portable build on request, or if the engine lacks relaxed SIMD', async () => {
    const portable = await createWasmBackend({ relaxed: false });
    expect(portable.capabilities()).toMatchObject({
      build: 'portable',
      reason: 'It was asked for by relaxed: false.',
    });
    engineThatRefuses((bytes) => bytes > 35);
    const fallen = await createWasmBackend();
    expect(fallen.capabilities()).toMatchObject({
      build: 'portable',
      reason: 'The engine lacks relaxed SIMD.',
    });
  });

  it('names a feature that the engine or the package lacks', async () => {
    engineThatRefuses((bytes) => bytes > 35);
    await expect(createWasmBackend({ relaxed: true })).rejects.toThrow(
      new ValueError(
        "createWasmBackend: relaxed is true, but this engine has no relaxed SIMD. Use 'auto' or false.",
      ),
    );
    const noSimd = new RegoptError(
      'createWasmBackend: this engine has no WebAssembly SIMD. Use createReferenceBackend().',
    );
    engineThatRefuses(() => true);
    await expect(createWasmBackend()).rejects.toThrow(noSimd);
    // As in Node with --jitless.
    vi.stubGlobal('WebAssembly', undefined);
    await expect(createWasmBackend()).rejects.toThrow(noSimd);
  });

  it("names the directive that a page's policy needs if it forbids WebAssembly", async () => {
    const refused = new WebAssembly.CompileError('Wasm code generation disallowed by embedder');
    const compile = vi.spyOn(WebAssembly, 'compile').mockRejectedValue(refused);
    const portable = Uint8Array.from(readFileSync(wasmFiles.portable));
    for (const wasm of [undefined, { portable, relaxed: portable }]) {
      compile.mockClear();
      const error: unknown = await createWasmBackend({ relaxed: false, wasm }).catch((reason) => reason);
      expect(error).toEqual(
        new RegoptError(
          "createWasmBackend: the engine refuses to compile WebAssembly, which a page's " +
            "Content-Security-Policy must allow by script-src 'wasm-unsafe-eval': Wasm code generation " +
            'disallowed by embedder',
        ),
      );
      expect((error as Error).cause).toBe(refused);
      expect(compile).toHaveBeenCalledTimes(1);
    }
  });

  it('refuses options out of range', async () => {
    for (const threads of [0, 65, 1.5, Number.NaN, '2' as 'auto']) {
      await expect(createWasmBackend({ threads })).rejects.toThrow(
        `createWasmBackend: threads is a whole number in 1..64 or 'auto', got ${valueText(threads)}.`,
      );
    }
    await expect(createWasmBackend({ workerTimeout: 0 })).rejects.toThrow(
      'createWasmBackend: workerTimeout is a number above 0, got 0.',
    );
    await expect(createWasmBackend({ relaxed: 'yes' as 'auto' })).rejects.toThrow(
      `createWasmBackend: relaxed is true, false or 'auto', got "yes".`,
    );
  });

  it('runs builds given as bytes, as a module, or as an address to fetch', async () => {
    const portable = Uint8Array.from(readFileSync(wasmFiles.portable));
    const relaxed = readFileSync(wasmFiles.relaxed);
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(portable));
    const module = await WebAssembly.compile(portable);
    const shared = new Uint8Array(new SharedArrayBuffer(portable.length));
    shared.set(portable);
    for (const source of [portable, portable.buffer, shared, module, 'https://example.com/portable.wasm']) {
      const backend = await createWasmBackend({ relaxed: false, wasm: { portable: source, relaxed } });
      expect(withBackend(backend, () => [...add(ones([3]), 1).toArray()])).toEqual([2, 2, 2]);
    }
  });

  it('says what is missing if the build that runs was not given', async () => {
    const portable = readFileSync(wasmFiles.portable);
    const create = (wasm: unknown, relaxed: boolean) =>
      createWasmBackend({ relaxed, wasm: wasm as NonNullable<WasmBackendOptions['wasm']> });
    await expect(create({ relaxed: portable }, false)).rejects.toThrow(
      new ValueError(
        'createWasmBackend: the portable build is to run, but wasm has only [relaxed]. Hand over both.',
      ),
    );
    if (relaxedSimd) {
      await expect(create({ portable }, true)).rejects.toThrow(
        new ValueError(
          'createWasmBackend: the relaxed build is to run, but wasm has only [portable]. Hand over both, ' +
            'or ask for the portable one by relaxed: false.',
        ),
      );
    }
    for (const [wasm, got] of [
      ['http://example.com/', '"http://example.com/"'],
      [new URL('http://example.com/'), 'a URL'],
      [new Uint8Array(8), 'a Uint8Array'],
      [Promise.resolve({ portable }), 'a promise'],
      [null, 'null'],
      [1, '1'],
    ]) {
      await expect(create(wasm, false)).rejects.toThrow(
        new ValueError(
          `createWasmBackend: wasm is an object of two builds, { portable, relaxed }, got ${got}.`,
        ),
      );
    }
    await expect(create({ portable: 5 }, false)).rejects.toThrow(
      new ValueError('createWasmBackend: wasm.portable is bytes, a WebAssembly.Module or an address, got 5.'),
    );
  });

  it('says which build is not one of these kernels, with the cause', async () => {
    const portable = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const error: unknown = await createWasmBackend({
      relaxed: false,
      wasm: { portable, relaxed: portable },
    }).catch((reason) => reason);
    const { message, cause } = error as FormatError;
    expect(error).toBeInstanceOf(FormatError);
    expect(cause).toBeInstanceOf(WebAssembly.CompileError);
    expect(message).toBe(
      `createWasmBackend: the portable build handed over does not compile: ${(cause as Error).message}.`,
    );
    const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
    for (const source of [empty, new WebAssembly.Module(empty)]) {
      await expect(
        createWasmBackend({ relaxed: false, wasm: { portable: source, relaxed: source } }),
      ).rejects.toThrow(
        new FormatError(
          'createWasmBackend: the portable build handed over is a WebAssembly module, but not of these ' +
            'kernels: no export heapBase.',
        ),
      );
    }
  });

  it('names an address that cannot be fetched, with the cause', async () => {
    const answers: Record<string, () => Response> = {
      '/gone': () => new Response('', { status: 404 }),
      '/page': () => new Response('<!doctype html>'),
    };
    const unreachable = new TypeError('fetch failed');
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (address) => {
      const answer = answers[new URL(String(address)).pathname];
      if (answer === undefined) throw unreachable;
      return answer();
    });
    const errorAt = (portable: string | URL): Promise<Error> =>
      createWasmBackend({ relaxed: false, wasm: { portable, relaxed: portable } }).then(
        () => new Error('no error'),
        (error: Error) => error,
      );
    const gone = await errorAt(new URL('https://example.com/gone'));
    expect(gone).toBeInstanceOf(RegoptError);
    expect(gone.message).toBe(
      'createWasmBackend: the portable build could not be fetched: https://example.com/gone answered 404.',
    );
    expect(gone.cause).toBeInstanceOf(Response);
    const dead = await errorAt('https://example.com/dead');
    expect(dead).toBeInstanceOf(RegoptError);
    expect(dead.message).toBe(
      'createWasmBackend: the portable build could not be fetched ' +
        'from https://example.com/dead: fetch failed.',
    );
    expect(dead.cause).toBe(unreachable);
    expect((await errorAt('file:///portable.wasm')).message).toBe(
      'createWasmBackend: the portable build could not be fetched from file:///portable.wasm: fetch ' +
        'failed. In Node, read the file with node:fs and hand over its bytes.',
    );
    const page = await errorAt('https://example.com/page');
    expect(page).toBeInstanceOf(FormatError);
    expect(page.cause).toBeInstanceOf(WebAssembly.CompileError);
    expect(page.message).toMatch(
      /^createWasmBackend: the portable build from https:\/\/example\.com\/page does not compile: .+\.$/,
    );
  });
});

describe('the WASM back end', () => {
  it('runs f32 in WebAssembly and f64 as reference loops, and reports both', async () => {
    const backend = await createWasmBackend();
    withBackend(backend, () =>
      scope(() => {
        expect(sum(add(ones([1000]), 1)).item()).toBe(2000);
        expect(sum(add(ones([1000], { dtype: 'f64' }), 1)).item()).toBe(2000);
      }),
    );
    expect(backend.report()).toEqual({
      fast: { fill: 2, add: 1, sumAll: 1 },
      reference: { fill: 2, add: 1, sumAll: 1 },
      host: {},
    });
  });

  it('continues while memory grows, and throws OutOfMemoryError at 4 GiB', async () => {
    const backend = await createWasmBackend();
    withBackend(backend, () => {
      const before = backend.memory();
      scope(() => {
        const parts = [1, 2, 3, 4].map((value) => full([4_000_000], value));
        expect(backend.memory().reservedBytes).toBeGreaterThan(64_000_000);
        expect(sum(parts.reduce((a, b) => add(a, b))).item()).toBe(40_000_000);
        expect(() => zeros([1_500_000_000])).toThrow(OutOfMemoryError);
        expect(add(parts[0]!, 1).data()[3_999_999]).toBe(2);
      });
      expect(backend.memory().bytes).toBe(before.bytes);
    });
  });

  it('runs a hundred steps without reserving more bytes than the first', async () => {
    const backend = await createWasmBackend();
    withBackend(backend, () => {
      const step = () => scope(() => sum(add(ones([64, 100]), ones([100]))).item());
      step();
      const first = backend.memory();
      for (let i = 0; i < 100; i++) expect(step()).toBe(12_800);
      expect(backend.memory()).toEqual(first);
    });
  });

  it('refuses unknown options, values of a wrong type, and anything but an object', async () => {
    const make = (options: unknown) => createWasmBackend(options as never);
    await expect(make({ thread: 2 })).rejects.toThrow('unknown option "thread"; did you mean "threads"?');
    await expect(make({ workerTimeout: '5000' })).rejects.toThrow('workerTimeout is a number, got "5000".');
    await expect(make({ relaxed: 'never' })).rejects.toThrow('got "never".');
    await expect(make(null)).rejects.toThrow(
      'options are an object of relaxed, wasm, threads, workerTimeout, got null.',
    );
  });
});
