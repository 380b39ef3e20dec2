import { embedding, parameter } from '@regopt/autograd';
import { checkTensor, type Generator, normal, type OptionKinds, scope, type Tensor } from '@regopt/tensor';
import { checkCount, requireGenerator } from '../check.ts';
import type { FloatDType, Layer } from '../layer.ts';

export interface EmbeddingOptions {
  /** Source of the initial values of the table. */
  readonly generator: Generator;
  /** Default `f32`. */
  readonly dtype?: FloatDType | undefined;
}

const kinds: OptionKinds<EmbeddingOptions> = { generator: 'any', dtype: 'string' };

/**
 * A table of `count` vectors of `size` numbers, looked up by i32 indices: `[...]` becomes `[..., size]`. The
 * table is initialised with normal numbers of mean 0 and standard deviation 1, PyTorch's default.
 *
 * @throws ValueError for a size below 1 or no generator; forward: ShapeError for an index outside 0..count-1,
 *   DTypeError when the indices are not i32.
 * @example
 * ```ts
 * import { Embedding } from '@regopt/layers';
 * import { createGenerator, tensor } from '@regopt/tensor';
 * const layer = new Embedding(1000, 16, { generator: createGenerator(1) });
 * layer.forward(tensor([[3, 1, 4]], { dtype: 'i32' })).shape; // [1, 3, 16]
 * ```
 */
export class Embedding implements Layer {
  /** `[count, size]` */
  readonly weight: Tensor;

  constructor(count: number, size: number, options: EmbeddingOptions) {
    checkCount('Embedding', { count, size });
    const generator = requireGenerator(
      'Embedding',
      'new Embedding(count, size, { generator })',
      options,
      kinds,
    );
    const { dtype = 'f32' } = options;
    this.weight = scope(() => parameter(normal([count, size], generator, { dtype })));
  }

  /** @param indices i32 of any shape */
  forward(indices: Tensor): Tensor {
    checkTensor('Embedding.forward', indices, 'indices');
    return embedding(this.weight, indices);
  }
}
