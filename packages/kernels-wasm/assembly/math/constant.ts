/**
 * Number `i` of a table of f32, in all lanes. The functions of this folder load their constants by it, one
 * instruction each: V8 would build an inline constant vector from two 64-bit immediates at each use. `exp`
 * took 1.7 ns per element with inline constants, and takes 1.0 with a table.
 */
// @ts-ignore: decorator
@inline export function constant(table: usize, i: usize): v128 {
  return v128.load32_splat(table + (i << 2));
}
