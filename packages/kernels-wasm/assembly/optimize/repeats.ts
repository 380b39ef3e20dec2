import { tensorCount } from '../args';

/*
 * A command over many parameters: `fixed` tensors, then the same `each` tensors of one parameter after the other, count
 * times. Its numbers are the count, what the kernel has besides, and the size of every parameter. The threads share the
 * elements of all of them as if they lay in one row, in blocks of 64, so that one large parameter does not keep one thread
 * busy alone.
 */

/** Elements in a block. */
export const BLOCK: i32 = 64;

/** How many parameters there are. */
// @ts-ignore: decorator
@inline export function repeatsOf(args: usize, fixed: i32, each: i32): i32 {
  return (tensorCount(args) - fixed) / each;
}

/** Where the numbers lie, behind the addresses of so many tensors. */
// @ts-ignore: decorator
@inline export function numbersOf(args: usize, tensors: i32): usize {
  return args + ((<usize>tensors * 4 + 7) & ~7);
}

/** The size of parameter `i`, where the sizes lie at `sizes`. */
// @ts-ignore: decorator
@inline export function sizeAt(sizes: usize, i: i32): i32 {
  return <i32>load<f64>(sizes + (<usize>i << 3));
}

/** How many blocks of `block` elements n elements take. */
// @ts-ignore: decorator
@inline export function blocksOf(n: i32, block: i32): i32 {
  return (n + block - 1) / block;
}

/** How many blocks all parameters take; each begins with a block of its own. */
// @ts-ignore: decorator
@inline export function allBlocks(sizes: usize, count: i32, block: i32): i32 {
  let blocks = 0;
  for (let i = 0; i < count; i++) blocks += blocksOf(sizeAt(sizes, i), block);
  return blocks;
}
