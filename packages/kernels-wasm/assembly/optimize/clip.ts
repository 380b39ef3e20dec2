import { PARTIALS_BYTES } from '../abi';
import { numbersAt, partials, pointerAt } from '../args';
import { loadLanes, promoteHigh, promoteLow } from '../lanes';
import { ClipNumbers } from './clip-numbers';
import { allBlocks, repeatsOf, shareParameters } from './repeats';

/**
 * Elements per block, whose sum of squares is one partial result: 4096, doubled until the partial results fit
 * into memory. It depends only on the sizes, so that the order of the sum does not depend on the threads.
 */
function blockOf(sizes: usize, count: i32): i32 {
  let block = 4096;
  while (allBlocks(sizes, count, block) > <i32>(PARTIALS_BYTES >> 3)) block *= 2;
  return block;
}

/** The sum of squares of x's elements [start, end) in f64, in eight running sums. */
function sumOfSquares(x: usize, start: i32, end: i32): f64 {
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  let c = f64x2.splat(0);
  let d = f64x2.splat(0);
  let i = start;
  for (; i + 8 <= end; i += 8) {
    const first = v128.load(x + (<usize>i << 2));
    const second = v128.load(x + (<usize>i << 2), 16);
    a = addSquare(a, promoteLow(first));
    b = addSquare(b, promoteHigh(first));
    c = addSquare(c, promoteLow(second));
    d = addSquare(d, promoteHigh(second));
  }
  for (; i < end; i += 4) {
    const rest = loadLanes(x + (<usize>i << 2), min(end - i, 4));
    a = addSquare(a, promoteLow(rest));
    b = addSquare(b, promoteHigh(rest));
  }
  const sum = f64x2.add(f64x2.add(a, c), f64x2.add(b, d));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

// @ts-ignore: decorator
@inline function addSquare(sum: v128, x: v128): v128 {
  return f64x2.add(sum, f64x2.mul(x, x));
}

/** The results: factor, norm and sum of squares. */
@unmanaged class Clipping {
  factor: f64;
  norm: f64;
  squares: f64;
}

@unmanaged class SumBlocks {
  factor: usize;

  @inline run(own: usize, start: i32, end: i32, block: i32, first: i32): void {
    const x = load<usize>(own);
    let to = partials() + (<usize>first << 3);
    for (let i = start; i < end; i += block) {
      store<f64>(to, sumOfSquares(x, i, min(i + block, end)));
      to += 8;
    }
  }
}

/**
 * [factor(f64[3]), x...] count, maxNorm, more, sizes...: stores the sum of squares of each block in the
 * memory for partial results; clipFactorFinish computes the factor from them.
 */
export function clipFactor_f32(args: usize, thread: i32, threads: i32): void {
  const count = repeatsOf(args, 1, 1);
  const sizes = numbersAt(args, 1 + count) + offsetof<ClipNumbers>();
  shareParameters<SumBlocks>(args, 1, 1, sizes, blockOf(sizes, count), thread, threads);
}

/** The results from the sum of all blocks, plus the earlier `squares` if `more`. */
export function clipFactorFinish_f32(args: usize, _thread: i32, _threads: i32): void {
  const count = repeatsOf(args, 1, 1);
  const numbers = changetype<ClipNumbers>(numbersAt(args, 1 + count));
  const sizes = changetype<usize>(numbers) + offsetof<ClipNumbers>();
  const clipping = changetype<Clipping>(pointerAt(args, 0));
  const all = allBlocks(sizes, count, blockOf(sizes, count));
  let sum: f64 = numbers.more != 0 ? clipping.squares : 0;
  for (let i = 0; i < all; i++) sum += load<f64>(partials() + (<usize>i << 3));
  const norm = sqrt<f64>(sum);
  clipping.squares = sum;
  clipping.norm = norm;
  const maxNorm = numbers.maxNorm;
  // Without a bound the factor is 1, even for an infinite norm.
  clipping.factor = maxNorm == Infinity ? 1 : min<f64>(1, maxNorm / (norm + 1e-6));
}
