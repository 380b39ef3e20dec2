import { checkOptions, type OptionKinds, RegoptError, ValueError, valueText } from '@regopt/tensor';
import type { Capabilities } from './capabilities.ts';
import { hasRelaxedSimd, hasSimd } from './features.ts';
import { processorCount, workersStartAlone } from './platform.ts';
import { canShareMemory } from './shared-memory.ts';
import { WasmBackend } from './wasm-backend.ts';
import { compile, type WasmSources } from './wasm-source.ts';

const maxThreads = 64;
const maxDefaultThreads = 16;

/** Options of {@link createWasmBackend}. */
export interface WasmBackendOptions {
  /**
   * Whether to use the build with fused multiply-adds (relaxed SIMD). It is faster, but its last bits differ
   * between processors. `false` gives the same bits on every machine. Default `'auto'`: use it if the engine
   * has relaxed SIMD.
   */
  readonly relaxed?: boolean | 'auto' | undefined;
  /**
   * The builds as files, for a page whose policy forbids inlined ones; must contain the build that runs.
   * Default: the builds inlined in this package.
   */
  readonly wasm?: WasmSources | undefined;
  /**
   * Number of threads, this one included: a whole number in 1..64, or `'auto'` for the number that the
   * machine runs at once, max 16. Results do not depend on it. If workers are impossible (a page that is not
   * cross-origin isolated cannot share memory; a policy may forbid workers), one thread does all the work,
   * and `capabilities()` says why. Default `'auto'`.
   */
  readonly threads?: number | 'auto' | undefined;
  /**
   * Approximate milliseconds after which a worker that does not start, or does not finish its share, counts
   * as dead. Default 10,000.
   */
  readonly workerTimeout?: number | undefined;
}

const kinds: OptionKinds<WasmBackendOptions> = {
  relaxed: 'boolean|string',
  wasm: 'any',
  threads: 'number|string',
  workerTimeout: 'number',
};

/**
 * Makes the fast back end: WebAssembly SIMD kernels over one growing memory, in Node and in browsers. f32
 * kernels run in WASM. A kernel without an export there, such as all of f64, runs as its reference loop over
 * the same memory: see `kernelReport()`. In a browser the workers have started when this resolves; elsewhere
 * they start soon afterwards, and `ready` says when.
 *
 * @throws ValueError for options out of range, `relaxed: true` in an engine without relaxed SIMD, or `wasm`
 *   without the build that runs; FormatError for a build that is not one of these kernels; RegoptError for an
 *   address that cannot be fetched, if a page's policy forbids WebAssembly, and in an engine without
 *   WebAssembly SIMD.
 * @example
 * ```ts
 * import { createWasmBackend } from '@regopt/kernels-wasm';
 * import { ones, setBackend } from '@regopt/tensor';
 * const backend = await createWasmBackend();
 * setBackend(backend);
 * ones([2]).toArray(); // 1, 1
 * backend.capabilities().build; // 'relaxed', or 'portable' where the engine has no relaxed SIMD
 * ```
 */
export async function createWasmBackend(options: WasmBackendOptions = {}): Promise<WasmBackend> {
  checkOptions('createWasmBackend', options, kinds);
  const { relaxed = 'auto', wasm, threads = 'auto', workerTimeout = 10_000 } = options;
  if (threads !== 'auto' && !(Number.isSafeInteger(threads) && threads >= 1 && threads <= maxThreads)) {
    throw new ValueError(
      `createWasmBackend: threads is a whole number in 1..${maxThreads} or 'auto', got ` +
        `${valueText(threads)}.`,
    );
  }
  if (!(workerTimeout > 0)) {
    throw new ValueError(`createWasmBackend: workerTimeout is a number above 0, got ${workerTimeout}.`);
  }
  if (relaxed !== true && relaxed !== false && relaxed !== 'auto') {
    throw new ValueError(`createWasmBackend: relaxed is true, false or 'auto', got ${valueText(relaxed)}.`);
  }
  if (!hasSimd()) {
    throw new RegoptError(
      'createWasmBackend: this engine has no WebAssembly SIMD. Use createReferenceBackend().',
    );
  }
  const available = hasRelaxedSimd();
  if (relaxed === true && !available) {
    throw new ValueError(
      "createWasmBackend: relaxed is true, but this engine has no relaxed SIMD. Use 'auto' or false.",
    );
  }
  const build = relaxed !== false && available ? 'relaxed' : 'portable';
  const reason = reasonFor(relaxed, available);
  const choice = chooseThreads(threads);
  const { module, shared } = await compile(build, choice.threads > 1, wasm);
  const backend = new WasmBackend(
    { build, reason, ...choice },
    { module, shared, threads: choice.threads, workerTimeout },
  );
  // A training loop that never returns to the event loop would keep them from starting.
  if (!workersStartAlone()) await backend.ready;
  return backend;
}

function chooseThreads(asked: number | 'auto'): Pick<Capabilities, 'threads' | 'threadsReason'> {
  const wanted = asked === 'auto' ? Math.min(processorCount(), maxDefaultThreads) : asked;
  if (wanted > 1 && !canShareMemory()) {
    const threadsReason =
      'Memory cannot be shared between threads here: a page must be cross-origin isolated for it, ' +
      'by the headers Cross-Origin-Opener-Policy: same-origin ' +
      'and Cross-Origin-Embedder-Policy: require-corp.';
    return { threads: 1, threadsReason };
  }
  if (asked !== 'auto') return { threads: asked, threadsReason: `It was asked for by threads: ${asked}.` };
  return { threads: wanted, threadsReason: `The machine runs ${processorCount()} at once.` };
}

function reasonFor(relaxed: boolean | 'auto', available: boolean): string {
  if (relaxed === 'auto') return `The engine ${available ? 'has' : 'lacks'} relaxed SIMD.`;
  return `It was asked for by relaxed: ${relaxed}.`;
}
