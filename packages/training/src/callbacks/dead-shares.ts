import { abs, equal, max, mean, noGrad } from '@regopt/autograd';
import { type Layer, stateDict } from '@regopt/layers';
import { sameShape, type Tensor, ValueError } from '@regopt/tensor';
import { type LayerCall, traceLayers } from '../model/trace-layers.ts';

/**
 * The share of units of each activation layer that are 0 for every row of the probe, a scalar, by the layer's
 * name; further calls of a layer are `name #2` and so on. An activation layer has no tensors and no layers
 * inside it, and makes a new tensor of its input's shape: dropout, which is the identity here, is none.
 *
 * @throws ValueError for a model without such a layer.
 */
export function deadShares(model: Layer, probe: Tensor): Map<string, Tensor> {
  const shares = new Map<string, Tensor>();
  /** Depth of the previous call. A smaller depth means that this call is a container. */
  let last = 0;
  const visit = ({ name, layer, input, output, depth }: LayerCall): void => {
    const isLeaf = depth >= last;
    last = depth;
    const isNew = output.storage !== input.storage && sameShape(output.shape, input.shape);
    if (!isLeaf || !isNew || output.rank < 2 || stateDict(layer).size > 0) return;
    let key = name;
    for (let call = 2; shares.has(key); call++) key = `${name} #${call}`;
    const unitAxis = output.rank === 4 ? 1 : output.rank - 1;
    const others = output.shape.map((_, axis) => axis).filter((axis) => axis !== unitAxis);
    shares.set(key, mean(equal(max(abs(output), { axis: others }), 0)));
  };
  noGrad(() => traceLayers(model, () => model.forward(probe), visit));
  if (shares.size === 0)
    throw new ValueError(
      'monitor: probe: the model has no activation layer, one without parameters whose output has the ' +
        'shape of its input. Make its activations layers, such as new Relu(), or leave the probe out.',
    );
  return shares;
}
