import { reshape } from '@regopt/autograd';
import {
  checkOptions,
  checkTensor,
  normalizeAxis,
  type OptionKinds,
  ShapeError,
  shapeText,
  type Tensor,
} from '@regopt/tensor';
import type { Layer } from '../layer.ts';

export interface FlattenOptions {
  /** The first merged axis. Default 1, which keeps the examples of a batch separate. */
  readonly startAxis?: number | undefined;
  /** The last merged axis. Default -1. */
  readonly endAxis?: number | undefined;
}

const kinds: OptionKinds<FlattenOptions> = { startAxis: 'number', endAxis: 'number' };

/**
 * Merges adjacent axes: `[N, C, H, W]` becomes `[N, C H W]`.
 *
 * @throws ShapeError, in forward, when an axis is outside x or the end is before the start.
 * @example
 * ```ts
 * import { Flatten } from '@regopt/layers';
 * import { ones } from '@regopt/tensor';
 * new Flatten().forward(ones([8, 64, 7, 7])).shape; // [8, 3136]
 * ```
 */
export class Flatten implements Layer {
  readonly startAxis: number;
  readonly endAxis: number;

  constructor(options: FlattenOptions = {}) {
    checkOptions('Flatten', options, kinds);
    this.startAxis = options.startAxis ?? 1;
    this.endAxis = options.endAxis ?? -1;
  }

  forward(x: Tensor): Tensor {
    checkTensor('Flatten.forward', x);
    const start = normalizeAxis('Flatten', this.startAxis, x.rank);
    const end = normalizeAxis('Flatten', this.endAxis, x.rank);
    if (end < start) {
      throw new ShapeError(
        `Flatten: the end axis ${this.endAxis} lies before the start axis ${this.startAxis} in ` +
          `${shapeText(x.shape)}.`,
      );
    }
    const joined = x.shape.slice(start, end + 1).reduce((product, length) => product * length, 1);
    return reshape(x, [...x.shape.slice(0, start), joined, ...x.shape.slice(end + 1)]);
  }
}
