/** End of the unpacker's own memory: see `assembly/unpack/unlzma.ts`. */
const firstFree = 16_384;
const pageBytes = 65_536;

/**
 * Unpacks an `.lzma` file, whose header contains its size, with the module compiled from
 * `assembly/unpack/unlzma.ts`.
 */
export function unlzma(unpacker: WebAssembly.Module, packed: Uint8Array): Uint8Array<ArrayBuffer> {
  const size = new DataView(packed.buffer, packed.byteOffset).getUint32(5, true);
  const out = firstFree + packed.length;
  const memory = new WebAssembly.Memory({ initial: Math.ceil((out + size) / pageBytes) });
  new Uint8Array(memory.buffer).set(packed, firstFree);
  const { exports } = new WebAssembly.Instance(unpacker, { env: { memory } });
  (exports as { unlzma(packed: number, out: number): void }).unlzma(firstFree, out);
  return new Uint8Array(memory.buffer as ArrayBuffer, out, size);
}
