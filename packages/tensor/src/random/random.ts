import { getBackend, run } from '../backend/current-backend.ts';
import { checkOptions } from '../check/check-options.ts';
import type { OptionKinds } from '../check/option-fault.ts';
import { DTypeError, ValueError } from '../errors.ts';
import type { Shape } from '../shape/shape.ts';
import { type CreateOptions, emptyOn } from '../tensor/create.ts';
import { isDType, isFloat } from '../tensor/dtype.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { checkGenerator, type Generator } from './generator.ts';
import { bernoulliKernel, normalKernel, uniformKernel } from './random-kernels.ts';

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
