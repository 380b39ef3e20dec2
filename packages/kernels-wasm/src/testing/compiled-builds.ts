import { wasm as portable, unpacker } from '../generated/portable.ts';
import { wasm as relaxed } from '../generated/relaxed.ts';
import { unlzma } from '../runtime/unlzma.ts';

/** One of the two builds, compiled. */
export interface CompiledBuild {
  readonly name: 'portable' | 'relaxed';
  readonly module: WebAssembly.Module;
}

const fromBase64 = (text: string) => Buffer.from(text, 'base64');
const unpackerModule = new WebAssembly.Module(fromBase64(unpacker));
const bytesOf = (packed: string) => unlzma(unpackerModule, fromBase64(packed));

/** The builds that this engine can run: relaxed SIMD is missing from Node 20. */
export const compiledBuilds: readonly CompiledBuild[] = [
  { name: 'portable' as const, bytes: bytesOf(portable) },
  { name: 'relaxed' as const, bytes: bytesOf(relaxed) },
]
  .filter(({ bytes }) => WebAssembly.validate(bytes))
  .map(({ name, bytes }) => ({ name, module: new WebAssembly.Module(bytes) }));
