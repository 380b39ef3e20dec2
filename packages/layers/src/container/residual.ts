import { add } from '@regopt/autograd';
import { checkTensor, ShapeError, sameShape, shapeText, type Tensor } from '@regopt/tensor';
import type { Context, Layer } from '../layer.ts';

/**
 * A layer with a skip connection, y = x + inner(x), or projection(x) + inner(x) if inner changes the shape.
 * The gradient reaches x undiminished.
 *
 * Source: He, Zhang, Ren, Sun, "Deep residual learning for image recognition", CVPR 2016.
 *
 * @throws ShapeError, in forward, when the two branches have different shapes: pass a projection then.
 * @example
 * ```ts
 * import { LayerNorm, Linear, Residual, Sequential } from '@regopt/layers';
 * import { createGenerator, ones } from '@regopt/tensor';
 * const generator = createGenerator(1);
 * const block = new Residual(new Sequential(new LayerNorm(8), new Linear(8, 8, { generator })));
 * block.forward(ones([2, 8])).shape; // [2, 8]
 * const shortcut = new Linear(8, 16, { generator, bias: false });
 * const wider = new Residual(new Linear(8, 16, { generator }), shortcut);
 * wider.forward(ones([2, 8])).shape; // [2, 16]
 * ```
 */
export class Residual implements Layer {
  readonly inner: Layer;
  readonly projection: Layer | undefined;

  constructor(inner: Layer, projection?: Layer) {
    this.inner = inner;
    this.projection = projection;
  }

  forward(x: Tensor, context?: Context): Tensor {
    checkTensor('Residual.forward', x);
    const around = this.projection === undefined ? x : this.projection.forward(x, context);
    const through = this.inner.forward(x, context);
    // add() would broadcast, and hide a missing projection.
    if (!sameShape(around.shape, through.shape)) {
      throw new ShapeError(
        `Residual: inner gives ${shapeText(through.shape)} and the way around it ` +
          `${shapeText(around.shape)}. Pass a projection that gives the same shape.`,
      );
    }
    return add(around, through);
  }
}
