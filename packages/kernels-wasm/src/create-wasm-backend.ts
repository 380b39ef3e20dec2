import { RegoptError, ValueError } from '@regopt/tensor';
import { hasRelaxedSimd, hasSimd } from './features.ts';
import { type Capabilities, WasmBackend } from './wasm-backend.ts';
import { compile, type WasmSources } from './wasm-source.ts';

/** Options of {@link createWasmBackend}. */
export interface WasmBackendOptions {
  /**
   * Whether to take the build with fused multiply-adds (relaxed SIMD), which is faster and whose last bits differ between
   * processors. `false` gives the same bits on every machine. Default `'auto'`: where the engine has it.
   */
  readonly relaxed?: boolean | 'auto';
  /** The builds as files, for a page whose policy forbids inlined ones; the one that runs must be there. Default: inlined in this package. */
  readonly wasm?: WasmSources;
  /** Default 1, and the only number so far. */
  readonly threads?: 1;
}

/**
 * Makes the fast back end: WebAssembly SIMD kernels over one growing memory, in Node and in browsers. f32 runs in WASM;
 * what has no kernel there (f64) runs as its reference loop over the same memory: see `kernelReport()`.
 *
 * @throws ValueError for options out of range, or `relaxed: true` where the engine lacks it, or `wasm` without the build
 *   that is to run; FormatError for one that is not of these kernels; RegoptError for an address that does not answer, and
 *   in an engine without WebAssembly SIMD.
 * @example
 * ```ts
 * import { createWasmBackend } from '@regopt/kernels-wasm';
 * import { ones, setBackend } from '@regopt/tensor';
 * const backend = await createWasmBackend();
 * setBackend(backend);
 * ones([2]).toArray(); // 1, 1
 * backend.capabilities().threads; // 1
 * ```
 */
export async function createWasmBackend(options: WasmBackendOptions = {}): Promise<WasmBackend> {
  const { relaxed = 'auto', wasm, threads = 1 } = options;
  if (threads !== 1) throw new ValueError(`createWasmBackend: threads is 1, got ${threads}.`);
  if (relaxed !== true && relaxed !== false && relaxed !== 'auto') {
    throw new ValueError(`createWasmBackend: relaxed is true, false or 'auto', got ${String(relaxed)}.`);
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
  const capabilities: Capabilities = { build, reason: reasonFor(relaxed, available), threads };
  return new WasmBackend(await compile(build, wasm), capabilities);
}

function reasonFor(relaxed: boolean | 'auto', available: boolean): string {
  if (relaxed === 'auto') return `The engine ${available ? 'has' : 'lacks'} relaxed SIMD.`;
  return `It was asked for by relaxed: ${relaxed}.`;
}
