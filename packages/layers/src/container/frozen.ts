import {
  checkOptions,
  checkTensor,
  type OptionKinds,
  type Tensor,
  ValueError,
  valueText,
} from '@regopt/tensor';
import { checkContext } from '../check.ts';
import type { Context, Layer } from '../layer.ts';
import { parameters } from '../state/parameters.ts';

export interface FrozenOptions {
  /** True to train the parameters inside nevertheless, as PyTorch's `bn.eval()` alone does. Default false. */
  readonly trainable?: boolean | undefined;
}

const kinds: OptionKinds<FrozenOptions> = { trainable: 'boolean' };

/**
 * A layer that evaluates, even in training: batch normalization inside uses its running statistics without
 * changing them, and dropout is off. Gradients flow through it to earlier layers. Its parameters have
 * requiresGrad false, so that `parameters` omits them and no optimizer updates them. Names in the state dict
 * are those of the inner layer.
 *
 * To fine-tune a model, load it, freeze all but the head, and train the parameters that `namedParameters`
 * still finds. To continue with all parameters, build the model again from the same layers with `unfreeze()`,
 * and pass the optimizer's state on by `load(state, { strict: false })`.
 *
 * @throws ValueError for a value that is not a layer.
 * @example
 * ```ts
 * import { BatchNorm1d, Frozen, Linear, namedParameters, Sequential } from '@regopt/layers';
 * import { createGenerator } from '@regopt/tensor';
 * const generator = createGenerator(1);
 * const trained = new Sequential(new Linear(4, 8, { generator }), new BatchNorm1d(8));
 * const backbone = new Frozen(trained);
 * const head = new Linear(8, 3, { generator });
 * [...namedParameters(new Sequential(backbone, head)).keys()]; // ['1.weight', '1.bias']
 * namedParameters(new Sequential(backbone.unfreeze(), head)).size; // 6
 * ```
 */
export class Frozen<Inner extends Layer = Layer> implements Layer {
  readonly layer: Inner;
  readonly stateNames = { layer: '' };
  /** The parameters that the constructor froze. */
  readonly #frozen: readonly Tensor[];

  constructor(layer: Inner, options: FrozenOptions = {}) {
    checkOptions('Frozen', options, kinds);
    if (typeof layer?.forward !== 'function')
      throw new ValueError(`Frozen: takes a layer, got ${valueText(layer)}, which has no forward().`);
    this.layer = layer;
    this.#frozen = options.trainable === true ? [] : parameters(layer);
    for (const each of this.#frozen) each.requiresGrad = false;
  }

  forward(x: Tensor, context?: Context): Tensor {
    checkTensor('Frozen.forward', x);
    if (context !== undefined) checkContext('Frozen', context);
    return this.layer.forward(x, context && { ...context, training: false });
  }

  /**
   * Makes the parameters that the constructor froze trainable again. Returns the inner layer: put it in the
   * place of this layer in the model, since this layer always evaluates.
   */
  unfreeze(): Inner {
    for (const each of this.#frozen) each.requiresGrad = true;
    return this.layer;
  }
}
