/**
 * True if threads can share memory here. A browser's page must be cross-origin isolated, by the headers
 * `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`.
 */
export const canShareMemory = (): boolean => typeof SharedArrayBuffer !== 'undefined';

const importSection = 2;
const memoryImport = 2;
const sharedFlag = 2;

/**
 * A copy of a module's bytes that imports unshared memory: the same code for one thread. The builds import
 * shared memory, and the flag is one bit of the memory's limits in the import section.
 *
 * Source: WebAssembly Core Specification, 5.5.5 (import section), with the limits of the threads proposal.
 */
export function withoutSharedMemory(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(module);
  let at = 8;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      // 0 past the end of bytes that are not a module: the compiler then reports what is wrong.
      const byte = bytes[at++] ?? 0;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const skipName = () => {
    const length = number();
    at += length;
  };
  const skipLimits = () => {
    const flags = number();
    number();
    if ((flags & 1) !== 0) number();
  };
  while (at < bytes.length) {
    const section = bytes[at++];
    const end = number() + at;
    if (section !== importSection) {
      at = end;
      continue;
    }
    for (let left = number(); left > 0; left--) {
      // Two names: the module's and the field's.
      skipName();
      skipName();
      const kind = bytes[at++];
      if (kind === memoryImport) {
        bytes[at]! &= ~sharedFlag;
        return bytes;
      }
      // A function import has a type index; a table import has an element type and limits.
      number();
      if (kind === 1) skipLimits();
    }
  }
  return bytes;
}
