import { loadPartial, storePartial } from '../lanes';
import { sigmoid } from '../math/sigmoid';
import { tanh } from '../math/tanh';
import { Product } from './product';

/** What a product or a convolution applies to its sums before they leave the cache: the last number of their kernels. */
export const NO_ACTIVATION: i32 = 0;
const RELU: i32 = 1;
const TANH: i32 = 2;
const SIGMOID: i32 = 3;

/** The same functions as the elementwise kernels', so that fusing them changes no bit. */
// @ts-ignore: decorator
@inline function activated(activation: i32, x: v128): v128 {
  if (activation == RELU) {
    const zero = f32x4.splat(0);
    return f32x4.add(f32x4.pmax(x, zero), zero);
  }
  if (activation == TANH) return tanh(x);
  if (activation == SIGMOID) return sigmoid(x);
  return x;
}

/** Applies p.activation to the block of C from [i, j] on, whose sums are complete; its columns are adjacent. */
export function activateBlock<P extends Product>(p: P, i: i32, rows: i32, j: i32, columns: i32): void {
  const activation = p.activation;
  for (let c = 0; c < columns; ) {
    const run = min(columns - c, p.run(j + c));
    let at = p.at(i, j + c);
    for (let r = 0; r < rows; r++) {
      activateRow(activation, at, run);
      at += p.cRow;
    }
    c += run;
  }
}

/** Applies an activation to n adjacent elements. */
export function activateRow(activation: i32, at: usize, n: i32): void {
  if (activation == RELU) applyTo(RELU, at, n);
  else if (activation == TANH) applyTo(TANH, at, n);
  else applyTo(SIGMOID, at, n);
}

// @ts-ignore: decorator
@inline function applyTo(activation: i32, at: usize, n: i32): void {
  for (; n >= 4; n -= 4) {
    v128.store(at, activated(activation, v128.load(at)));
    at += 16;
  }
  if (n > 0) storePartial(at, activated(activation, loadPartial(at, n)), n);
}
