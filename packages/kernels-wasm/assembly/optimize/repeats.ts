import { ADDRESS_BYTES, NUMBER_BYTES } from '../abi';
import { shareEnd, shareStart, tensorCount } from '../args';

/*
 * A command over many parameters has `fixed` tensors, then `each` tensors per parameter, for `count`
 * parameters. Its numbers are the count, the kernel's own, and the size of every parameter. The threads share
 * the elements of all parameters as one sequence of blocks, so that a large parameter does not keep one
 * thread busy alone.
 */

/** Number of parameters. */
// @ts-ignore: decorator
@inline export function repeatsOf(args: usize, fixed: i32, each: i32): i32 {
  return (tensorCount(args) - fixed) / each;
}

/** The size of parameter `i`; the sizes are at `sizes`. */
// @ts-ignore: decorator
@inline export function sizeAt(sizes: usize, i: i32): i32 {
  return <i32>load<f64>(sizes + <usize>i * NUMBER_BYTES);
}

/** Number of blocks of `block` elements for n elements. */
// @ts-ignore: decorator
@inline export function blocksOf(n: i32, block: i32): i32 {
  return (n + block - 1) / block;
}

/** Number of blocks of all parameters; each parameter starts a new block. */
// @ts-ignore: decorator
@inline export function allBlocks(sizes: usize, count: i32, block: i32): i32 {
  let blocks = 0;
  for (let i = 0; i < count; i++) blocks += blocksOf(sizeAt(sizes, i), block);
  return blocks;
}

/**
 * Processes this thread's share of all parameters, in blocks of `block` elements: calls
 * `part.run(own, start, end, block, first)` for the elements [start, end) of each parameter in its share. The
 * addresses of the parameter's tensors are at `own`; element `start` begins block number `first`, counted
 * over all parameters. `sizes` is the address of the sizes. `Part` is a class laid over the argument block:
 * its fields are the addresses of the fixed tensors.
 */
// @ts-ignore: decorator
@inline export function shareParameters<Part>(
  args: usize, fixed: i32, each: i32, sizes: usize, block: i32, thread: i32, threads: i32,
): void {
  const part = changetype<Part>(args);
  const count = repeatsOf(args, fixed, each);
  const all = allBlocks(sizes, count, block);
  const first = shareStart(all, 1, thread, threads);
  const last = shareEnd(all, 1, thread, threads);
  let before = 0;
  for (let i = 0; i < count && before < last; i++) {
    const n = sizeAt(sizes, i);
    const blocks = blocksOf(n, block);
    const from = max(first - before, 0);
    if (from < blocks) {
      const own = args + <usize>(fixed + i * each) * ADDRESS_BYTES;
      part.run(own, from * block, min((last - before) * block, n), block, before + from);
    }
    before += blocks;
  }
}
