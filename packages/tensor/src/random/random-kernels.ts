import { defineKernel } from '../backend/kernel.ts';
import { cosTurns, logOfInteger, sinTurns } from './elementary.ts';
import { philox } from './philox.ts';

/** The four words of the last block: see {@link drawBlock}. */
export const words = /* @__PURE__ */ new Uint32Array(4);
const held = { block: -1, key0: 0, key1: 0, key2: 0, key3: 0 };

/**
 * Fills `words` with block `block` of the draw with this key. Keeps the last block: callers read it word by
 * word.
 */
export function drawBlock(key: ArrayLike<number>, block: number): void {
  const key0 = key[0]!;
  const key1 = key[1]!;
  const key2 = key[2]!;
  const key3 = key[3]!;
  if (
    block === held.block &&
    key0 === held.key0 &&
    key1 === held.key1 &&
    key2 === held.key2 &&
    key3 === held.key3
  )
    return;
  philox(words, key0, key1, block >>> 0, Math.floor(block / 4294967296), key2, key3);
  held.block = block;
  held.key0 = key0;
  held.key1 = key1;
  held.key2 = key2;
  held.key3 = key3;
}

/**
 * Element i of a draw, as a multiple of 2^-24 in [0, 1): the upper 24 bits of word i & 3 of block i >>> 2.
 */
export function uniform24(key: ArrayLike<number>, i: number): number {
  drawBlock(key, Math.floor(i / 4));
  return (words[i & 3]! >>> 8) * 2 ** -24;
}

/** `uniform [out, key] n, low, high`: f32 uses 24 bits of one word per element, f64 53 bits of two. */
export const uniformKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'uniform' },
  ([out, key], [n, low, high]) => {
    const range = high! - low!;
    if (out instanceof Float64Array) {
      for (let i = 0; i < n!; i++) {
        drawBlock(key!, Math.floor(i / 2));
        const at = (i & 1) * 2;
        out[i] = low! + range * (((words[at]! >>> 5) * 67108864 + (words[at + 1]! >>> 6)) * 2 ** -53);
      }
    } else for (let i = 0; i < n!; i++) out![i] = low! + range * uniform24(key!, i);
  },
);

/**
 * `normal [out, key] n, mean, standardDeviation`, by Box-Muller: words a, b of a block give r cos(2 pi b
 * 2^-32) and r sin(2 pi b 2^-32) with r = sqrt(-2 ln((a + 1) 2^-32)), computed in f64; a block gives four.
 */
export const normalKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'normal' },
  ([out, key], [n, mean, standardDeviation]) => {
    for (let start = 0; start < n!; start += 4) {
      drawBlock(key!, start / 4);
      for (let pair = 0; pair < 4 && start + pair < n!; pair += 2) {
        const radius = Math.sqrt(-2 * (logOfInteger(words[pair]! + 1) - 22.180709777918249));
        const turn = words[pair + 1]! * 2 ** -32;
        out![start + pair] = mean! + standardDeviation! * (radius * cosTurns(turn));
        if (start + pair + 1 < n!)
          out![start + pair + 1] = mean! + standardDeviation! * (radius * sinTurns(turn));
      }
    }
  },
);

/**
 * `bernoulli [out, key] n, probability`: 1 where the element's uniform number is below the probability, else
 * 0.
 */
export const bernoulliKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'bernoulli' },
  ([out, key], [n, probability]) => {
    for (let i = 0; i < n!; i++) out![i] = uniform24(key!, i) < probability! ? 1 : 0;
  },
);
