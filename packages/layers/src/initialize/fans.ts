import { type Shape, ShapeError, shapeText } from '@regopt/tensor';

/** How many inputs an output of a weight sees, and how many outputs an input reaches. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** The fans of a weight `[outputs, inputs, ...kernel]`: each times the number of the kernel's elements. */
export function fans(initializer: string, shape: Shape): Fans {
  const [outputs, inputs, ...kernel] = shape;
  if (outputs === undefined || inputs === undefined) {
    throw new ShapeError(
      `${initializer}: needs a weight [outputs, inputs, ...kernel] to count its fans, got ${shapeText(shape)}.`,
    );
  }
  const field = kernel.reduce((product, length) => product * length, 1);
  return { fanIn: inputs * field, fanOut: outputs * field };
}
