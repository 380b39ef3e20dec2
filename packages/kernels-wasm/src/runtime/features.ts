/**
 * Parts of the smallest module with one instruction of a feature: the engine has the feature if the module
 * validates.
 */
const header = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0];
const splat = [65, 1, 253, 15];

/** True if this engine has fixed-width SIMD: i8x16.splat. Node with `--jitless` has no WebAssembly at all. */
export function hasSimd(): boolean {
  return (
    typeof WebAssembly === 'object' &&
    WebAssembly.validate(Uint8Array.from([...header, 10, 8, 1, 6, 0, ...splat, 11]))
  );
}

/** True if this engine has relaxed SIMD: f32x4.relaxed_madd. Node 24 has it, Node 20 does not. */
export function hasRelaxedSimd(): boolean {
  const body = [0, ...splat, ...splat, ...splat, 253, 133, 2, 11];
  return WebAssembly.validate(Uint8Array.from([...header, 10, body.length + 2, 1, body.length, ...body]));
}
