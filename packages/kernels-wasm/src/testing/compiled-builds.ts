import { gunzipSync } from 'node:zlib';
import { wasm as portable } from '../generated/portable.ts';
import { wasm as relaxed } from '../generated/relaxed.ts';

/** One of the two builds, compiled. */
export interface CompiledBuild {
  readonly name: 'portable' | 'relaxed';
  readonly module: WebAssembly.Module;
}

const bytesOf = (base64: string) => Uint8Array.from(gunzipSync(Buffer.from(base64, 'base64')));

/** The builds that this engine can run: relaxed SIMD is missing from Node 20. */
export const compiledBuilds: readonly CompiledBuild[] = [
  { name: 'portable' as const, bytes: bytesOf(portable) },
  { name: 'relaxed' as const, bytes: bytesOf(relaxed) },
]
  .filter(({ bytes }) => WebAssembly.validate(bytes))
  .map(({ name, bytes }) => ({ name, module: new WebAssembly.Module(bytes) }));
