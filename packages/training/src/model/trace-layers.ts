import { type Layer, layerNames } from '@regopt/layers';
import { isFloat, isTensor, Tensor, tick } from '@regopt/tensor';

/** One call of a layer's `forward`. */
export interface LayerCall {
  /** The start of the names of its tensors in the state dict; '' for the model itself. */
  readonly name: string;
  /** The name of its class. */
  readonly kind: string;
  readonly layer: Layer;
  readonly input: Tensor;
  readonly output: Tensor;
  /** Number of calls that this one was made in: 0 for the model. */
  readonly depth: number;
  /** Before the call, by `tick`: calls sorted by it are in the order in which they began. */
  readonly begin: number;
  /** After the call, by `tick`. */
  readonly end: number;
}

/** The name of a layer's class. */
export const layerKind = (layer: Layer): string => layer.constructor?.name ?? 'Object';

/** A layer as reports show it: `3 (BatchNorm1d)`; the model itself as its class. */
export const layerText = (name: string, kind: string): string => (name === '' ? kind : `${name} (${kind})`);

export interface TraceOptions {
  /** True to put each op that depends on a float input on the tape, those of frozen layers too. */
  readonly recordAll?: boolean | undefined;
}

/**
 * Calls `run` and then `visit` for each call of a layer of `model` meanwhile, in the order in which the calls
 * end: the layers inside a container before it, a shared layer at each call. It replaces the `forward` of the
 * layer objects until `run` returns or throws.
 *
 * Not visited: a layer that is a frozen object, in a private #field, or whose output is not a tensor.
 */
export function traceLayers<T>(
  model: Layer,
  run: () => T,
  visit: (call: LayerCall) => void,
  { recordAll = false }: TraceOptions = {},
): T {
  const restores: (() => void)[] = [];
  const lifted: Tensor[] = [];
  const lift = (x: unknown): unknown => {
    if (!recordAll || !isTensor(x) || !isFloat(x.dtype) || x.requiresGrad) return x;
    const view = new Tensor(x.storage, x.shape, x.strides, x.offset, x.dtype);
    view.requiresGrad = true;
    lifted.push(view);
    return view;
  };
  let depth = 0;
  const follow = (layer: Layer, name: string): void => {
    const own = Object.getOwnPropertyDescriptor(layer, 'forward');
    if (!Object.isExtensible(layer) || own?.configurable === false) return;
    const { forward } = layer;
    const kind = layerKind(layer);
    const value = (x: unknown, ...rest: unknown[]): unknown => {
      const begin = tick();
      depth++;
      let output: unknown;
      try {
        output = Reflect.apply(forward, layer, [lift(x), ...rest]);
      } finally {
        depth--;
      }
      if (isTensor(x) && isTensor(output))
        visit({ name, kind, layer, input: x, output, depth, begin, end: tick() });
      return output;
    };
    Object.defineProperty(layer, 'forward', { value, configurable: true, writable: true, enumerable: false });
    restores.push(() => {
      if (own === undefined) Reflect.deleteProperty(layer, 'forward');
      else Object.defineProperty(layer, 'forward', own);
    });
  };
  try {
    for (const [layer, name] of layerNames(model)) follow(layer, name);
    return run();
  } finally {
    for (const restore of restores) restore();
    for (const view of lifted) view.requiresGrad = false;
  }
}
