/** Unit of block sizes: a cache line, so that SIMD loads are aligned and no two tensors share a line. */
const blockUnit = 64;

/**
 * The size class of a block. Sizes in units: every number up to 16, then eight classes per doubling, so that
 * a block is at most an eighth larger than requested.
 */
export function sizeClassOf(byteLength: number): number {
  const units = Math.max(1, Math.ceil(byteLength / blockUnit));
  if (units <= 16) return units;
  const shift = 28 - Math.clz32(units - 1);
  return shift * 8 + ((units - 1) >>> shift) + 1;
}

/** Block size of a size class in bytes. */
export function bytesOfClass(sizeClass: number): number {
  if (sizeClass <= 16) return sizeClass * blockUnit;
  const shift = (sizeClass - 9) >>> 3;
  return (sizeClass - shift * 8) * 2 ** shift * blockUnit;
}
