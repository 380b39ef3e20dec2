import { ACTIVATION_RELU, ACTIVATION_SIGMOID, ACTIVATION_TANH } from '../abi';
import { loadPartial, storePartial } from '../lanes';
import { sigmoid } from '../math/sigmoid';
import { tanh } from '../math/tanh';
import { Product } from './product';

/** The functions of the elementwise kernels, so that fusing does not change the bits. */
// @ts-ignore: decorator
@inline function activated(activation: i32, x: v128): v128 {
  if (activation == ACTIVATION_RELU) {
    const zero = f32x4.splat(0);
    return f32x4.add(f32x4.pmax(x, zero), zero);
  }
  if (activation == ACTIVATION_TANH) return tanh(x);
  if (activation == ACTIVATION_SIGMOID) return sigmoid(x);
  return x;
}

/**
 * Applies p.activation to the block of C at [i, j], whose sums are complete and whose columns are adjacent.
 */
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
  if (activation == ACTIVATION_RELU) applyTo(ACTIVATION_RELU, at, n);
  else if (activation == ACTIVATION_TANH) applyTo(ACTIVATION_TANH, at, n);
  else applyTo(ACTIVATION_SIGMOID, at, n);
}

// @ts-ignore: decorator
@inline function applyTo(activation: i32, at: usize, n: i32): void {
  for (; n >= 4; n -= 4) {
    v128.store(at, activated(activation, v128.load(at)));
    at += 16;
  }
  if (n > 0) storePartial(at, activated(activation, loadPartial(at, n)), n);
}
