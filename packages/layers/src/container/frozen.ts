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
  /** Whether the parameters inside are trained all the same, as with PyTorch's `bn.eval()` alone. Default false. */
  readonly trainable?: boolean | undefined;
}

const kinds: OptionKinds<FrozenOptions> = { trainable: 'boolean' };

/**
 * A layer that evaluates, in training too: batch normalization inside uses its running statistics and keeps them, dropout
 * is off. Gradients pass through it to what comes before. Its parameters have requiresGrad false, so that `parameters`
 * leaves them out and no optimizer moves them. Names in the state dict are those of the layer inside.
 *
 * To fine-tune a model, load it, freeze all but the head, and train what `namedParameters` still finds. To go on with
 * all of it, build it anew from the same layers with `unfreeze()`, and hand the optimizer's state on by
 * `load(state, { strict: false })`.
 *
 * @throws ValueError for what is no layer.
 * @example
 * ```ts
 * import { BatchNorm1d, Frozen, Linear, namedParameters, Sequential } from '@regopt/layers';
 * import { createGenerator } from '@regopt/tensor';
 * const generator = createGenerator(1);
 * const backbone = new Frozen(new Sequential(new Linear(4, 8, { generator }), new BatchNorm1d(8))); // trained before
 * const head = new Linear(8, 3, { generator });
 * [...namedParameters(new Sequential(backbone, head)).keys()]; // ['1.weight', '1.bias']
 * namedParameters(new Sequential(backbone.unfreeze(), head)).size; // 6
 * ```
 */
export class Frozen<Inner extends Layer = Layer> implements Layer {
  readonly layer: Inner;
  readonly stateNames = { layer: '' };
  /** The parameters that this froze. */
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
   * Lets the parameters that this froze be trained again. Returns the layer inside, to be put in this one's place in the
   * model: this one evaluates for ever.
   */
  unfreeze(): Inner {
    for (const each of this.#frozen) each.requiresGrad = true;
    return this.layer;
  }
}
