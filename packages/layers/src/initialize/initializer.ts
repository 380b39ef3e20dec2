import {
  DTypeError,
  type Generator,
  isFloat,
  type Kernel,
  type OptionKinds,
  run,
  type Shape,
  ShapeError,
  scope,
  shapeText,
  type Tensor,
  ValueError,
  valueText,
} from '@regopt/tensor';
import { requireGenerator } from '../check.ts';

export interface InitializerOptions {
  /** Source of the random numbers. */
  readonly generator: Generator;
  /** Factor of all numbers, such as a result of `calculateGain`. Default 1. */
  readonly gain?: number | undefined;
}

/** The kinds of these options. */
export const initializerKinds: OptionKinds<InitializerOptions> = { generator: 'any', gain: 'number' };

/** The generator of an initialiser's options, after checking them. */
export function checkInitializer(
  initializer: string,
  options: { readonly generator?: Generator | undefined; readonly gain?: number | undefined },
  kinds: OptionKinds<object>,
): Generator {
  const generator = requireGenerator(
    initializer,
    'pass { generator: createGenerator(seed) }',
    options,
    kinds,
  );
  const { gain = 1 } = options;
  if (!(Number.isFinite(gain) && gain > 0))
    throw new ValueError(`${initializer}: gain is a finite number > 0, got ${valueText(gain)}.`);
  return generator;
}

/** Number of inputs of each output of a weight, and of outputs of each input. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * The fans of a weight `[outputs, inputs, ...kernel]`: each is multiplied by the number of elements of the
 * kernel.
 */
export function fans(initializer: string, shape: Shape): Fans {
  const [outputs, inputs, ...kernel] = shape;
  if (outputs === undefined || inputs === undefined) {
    throw new ShapeError(
      `${initializer}: needs a weight [outputs, inputs, ...kernel] to count its fans, ` +
        `got ${shapeText(shape)}.`,
    );
  }
  const field = kernel.reduce((product, length) => product * length, 1);
  return { fanIn: inputs * field, fanOut: outputs * field };
}

/**
 * Fills a tensor in place by a random kernel, `kernel [out, key] n, ...numbers`, and returns it. Consumes one
 * draw.
 */
export function fillDrawn(
  initializer: string,
  target: Tensor,
  generator: Generator,
  kernel: Kernel,
  numbers: readonly [number, number],
): Tensor {
  if (!isFloat(target.dtype)) throw new DTypeError(`${initializer}: fills f32 or f64, got ${target.dtype}.`);
  if (!target.contiguous)
    throw new ShapeError(`${initializer}: the target ${shapeText(target.shape)} is a view with holes.`);
  scope(() => run(kernel, [target, generator.draw(target.storage.backend)], [target.size, ...numbers]));
  return target;
}
