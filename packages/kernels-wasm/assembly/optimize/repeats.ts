import { ADDRESS_BYTES, NUMBER_BYTES } from '../abi';
import { shareEnd, shareStart, tensorCount } from '../args';

/*
 * A command over many parameters: `fixed` tensors, then the same `each` tensors of one parameter after the other, count
 * times. Its numbers are the count, the kernel's own, and the size of every parameter. The threads share the elements of all
 * parameters as one row cut into blocks, so that one large parameter does not keep one thread busy alone.
 */

/** How many parameters there are. */
// @ts-ignore: decorator
@inline export function repeatsOf(args: usize, fixed: i32, each: i32): i32 {
  return (tensorCount(args) - fixed) / each;
}

/** The size of parameter `i`, where the sizes lie at `sizes`. */
// @ts-ignore: decorator
@inline export function sizeAt(sizes: usize, i: i32): i32 {
  return <i32>load<f64>(sizes + <usize>i * NUMBER_BYTES);
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

/**
 * This thread's share of all parameters, cut into blocks of `block` elements: calls `part.run(own, start, end, block, first)`
 * for the elements [start, end) of each parameter that it has a share of. The addresses of the parameter's tensors lie at
 * `own`; element `start` begins block number `first`, counted through all parameters. `sizes` is where the sizes lie. `Part`
 * is a class laid over the argument block: its fields are the addresses of the fixed tensors.
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
