import { type OptionKinds, ShapeError, shapeText, sizeOf, type Tensor } from '@regopt/tensor';
import { checkSameFloat } from './check-same-float.ts';

/** Options of an op that normalizes each channel of x [N, C, ...]. */
export interface ChannelOptions {
  /** Scale of each channel, `[C]`. Default ones. */
  readonly gamma?: Tensor | undefined;
  /** Shift of each channel, `[C]`. Default zeros. */
  readonly beta?: Tensor | undefined;
  /** Added to the variance, under the root. Default 1e-5. */
  readonly epsilon?: number | undefined;
}

/** The kinds of these options. */
export const channelKinds: OptionKinds<ChannelOptions> = {
  gamma: 'tensor',
  beta: 'tensor',
  epsilon: 'number',
};

/**
 * N, C and the product of the later axes, after checking that all operands fit.
 *
 * @param perChannel tensors of shape [C], by their name in errors
 * @throws ShapeError when x has no channels or another tensor is not [C]; DTypeError when dtypes differ or
 *   are integers.
 */
export function channelSizes(
  operation: string,
  x: Tensor,
  perChannel: Readonly<Record<string, Tensor | undefined>>,
): [batch: number, channels: number, inner: number] {
  checkSameFloat(operation, [x, ...Object.values(perChannel)], 1);
  if (x.rank < 2) throw new ShapeError(`${operation}: needs x [N, C, ...], got ${shapeText(x.shape)}.`);
  const [batch, channels, ...inner] = x.shape as [number, number, ...number[]];
  for (const [name, each] of Object.entries(perChannel)) {
    if (each !== undefined && (each.rank !== 1 || each.size !== channels)) {
      throw new ShapeError(
        `${operation}: ${name} ${shapeText(each.shape)} does not fit the ${channels} channels of x ` +
          `${shapeText(x.shape)}.`,
      );
    }
  }
  return [batch, channels, sizeOf(inner)];
}
