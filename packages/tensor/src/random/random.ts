import { getBackend, run } from '../backend/current-backend.ts';
import { defineKernel } from '../backend/kernel.ts';
import { checkOptions } from '../check/check-options.ts';
import { type OptionKinds, valueText } from '../check/option-fault.ts';
import { DTypeError, ValueError } from '../errors.ts';
import type { Shape } from '../shape/shape.ts';
import { type CreateOptions, emptyOn } from '../tensor/create.ts';
import { isDType, isFloat, typedArray } from '../tensor/dtype.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { cosTurns, logOfInteger, sinTurns } from './elementary.ts';
import type { Generator } from './generator.ts';
import { philox } from './philox.ts';

const words = /* @__PURE__ */ new Uint32Array(4);
const held = { block: -1, key0: 0, key1: 0, key2: 0, key3: 0 };

/**
 * Fills `words` with block `block` of the draw with this key. Keeps the last block: callers read it word by
 * word.
 */
function drawBlock(key: ArrayLike<number>, block: number): void {
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

export interface UniformOptions extends CreateOptions {
  /** Smallest value. Default 0. */
  readonly low?: number | undefined;
  /** Upper bound. Excluded when `low` is 0; otherwise rounding to the dtype may reach it. Default 1. */
  readonly high?: number | undefined;
}

const uniformKinds: OptionKinds<UniformOptions> = { dtype: 'any', low: 'number', high: 'number' };

/**
 * Uniform random numbers between low and high. Consumes one draw.
 *
 * @throws ValueError unless low <= high; DTypeError for a dtype other than f32 and f64.
 *
 * @example
 * ```ts
 * import { createGenerator, uniform } from '@regopt/tensor';
 * uniform([2], createGenerator(42), { low: -1, high: 1 }).toArray(); // 0.22592, -0.06283
 * ```
 */
export function uniform(shape: Shape, generator: Generator, options: UniformOptions = {}): Tensor {
  checkOptions('uniform', options, uniformKinds);
  const { low = 0, high = 1 } = options;
  if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high)) {
    throw new ValueError(`uniform: needs finite low <= high, got ${low} and ${high}.`);
  }
  return drawn(uniformKernel, 'uniform', shape, generator, [low, high], options);
}

export interface NormalOptions extends CreateOptions {
  /** Default 0. */
  readonly mean?: number | undefined;
  /** Default 1. */
  readonly standardDeviation?: number | undefined;
}

const normalKinds: OptionKinds<NormalOptions> = {
  dtype: 'any',
  mean: 'number',
  standardDeviation: 'number',
};

/**
 * Normally distributed numbers. Consumes one draw. Both dtypes use 32 random bits per factor.
 *
 * @throws ValueError unless the mean is finite and the deviation >= 0; DTypeError for a dtype other than f32
 *   and f64.
 *
 * @example
 * ```ts
 * import { createGenerator, normal } from '@regopt/tensor';
 * normal([2], createGenerator(42), { standardDeviation: 2 }).toArray(); // -1.94038, 0.38804
 * ```
 */
export function normal(shape: Shape, generator: Generator, options: NormalOptions = {}): Tensor {
  checkOptions('normal', options, normalKinds);
  const { mean = 0, standardDeviation = 1 } = options;
  if (!(Number.isFinite(mean) && Number.isFinite(standardDeviation) && standardDeviation >= 0)) {
    throw new ValueError(
      `normal: needs a finite mean and standardDeviation >= 0, got ${mean} and ${standardDeviation}.`,
    );
  }
  return drawn(normalKernel, 'normal', shape, generator, [mean, standardDeviation], options);
}

export interface BernoulliOptions extends CreateOptions {
  /** Probability of a 1. Default 0.5. */
  readonly probability?: number | undefined;
}

const bernoulliKinds: OptionKinds<BernoulliOptions> = { dtype: 'any', probability: 'number' };

/**
 * Ones with the given probability, else zeros. Consumes one draw.
 *
 * @throws ValueError unless the probability is in 0..1.
 *
 * @example
 * ```ts
 * import { bernoulli, createGenerator } from '@regopt/tensor';
 * bernoulli([4], createGenerator(42), { probability: 0.4, dtype: 'u8' }).toArray(); // 0, 0, 1, 1
 * ```
 */
export function bernoulli(shape: Shape, generator: Generator, options: BernoulliOptions = {}): Tensor {
  checkOptions('bernoulli', options, bernoulliKinds);
  const { probability = 0.5 } = options;
  if (!(probability >= 0 && probability <= 1))
    throw new ValueError(`bernoulli: probability lies in 0..1, got ${probability}.`);
  return drawn(bernoulliKernel, 'bernoulli', shape, generator, [probability], options);
}

/**
 * The numbers 0..n-1 in random order, by the Fisher-Yates shuffle on the host. Consumes one draw.
 *
 * @throws ValueError unless n is a whole number in 0..2^31-1.
 *
 * @example
 * ```ts
 * import { createGenerator, permutation } from '@regopt/tensor';
 * permutation(10, createGenerator(42)); // 5, 8, 1, 2, 9, 4, 3, 7, 0, 6
 * ```
 */
export function permutation(n: number, generator: Generator): Int32Array {
  if (!Number.isSafeInteger(n) || n < 0 || n > 2147483647)
    throw new ValueError(`permutation: n is a whole number in 0..2^31-1, got ${valueText(n)}.`);
  checkGenerator('permutation', generator);
  const order = typedArray('i32', n, 'permutation') as Int32Array;
  const key = generator.drawWords();
  for (let i = 0; i < n; i++) order[i] = i;
  for (let i = n - 1; i > 0; i--) {
    const step = n - 1 - i;
    const within = step & 1;
    if (within === 0) drawBlock(key, step >>> 1);
    // 53 random bits over i + 1 positions: the bias is below 2^-21 for any n.
    const fraction = ((words[within * 2]! >>> 5) * 67108864 + (words[within * 2 + 1]! >>> 6)) * 2 ** -53;
    const j = Math.floor(fraction * (i + 1));
    const held = order[i]!;
    order[i] = order[j]!;
    order[j] = held;
  }
  return order;
}

function checkGenerator(operation: string, generator: Generator): void {
  if (typeof (generator as Partial<Generator> | undefined)?.draw !== 'function')
    throw new ValueError(
      `${operation}: needs a generator: createGenerator(seed), got ${valueText(generator)}.`,
    );
}

function drawn(
  kernel: typeof uniformKernel,
  operation: string,
  shape: Shape,
  generator: Generator,
  numbers: readonly number[],
  options: CreateOptions,
): Tensor {
  checkGenerator(operation, generator);
  const { dtype = 'f32' } = options;
  if (isDType(dtype) && !isFloat(dtype) && operation !== 'bernoulli')
    throw new DTypeError(`${operation}: gives f32 or f64, not ${dtype}.`);
  const out = emptyOn(getBackend(), shape, dtype, operation);
  run(kernel, [out, generator.draw(out.storage.backend)], [out.size, ...numbers]);
  return out;
}
