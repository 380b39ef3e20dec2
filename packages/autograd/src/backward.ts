import {
  checkOptions,
  checkTensor,
  copyInto,
  emptyLike,
  fullLike,
  GradientError,
  isTensor,
  type OptionKinds,
  ShapeError,
  type Storage,
  sameShape,
  shapeText,
  type Tensor,
  ValueError,
  valueText,
} from '@regopt/tensor';
import { add } from './ops/elementwise/add.ts';
import { callChecked, checkSource, isOverwritten } from './overwritten.ts';
import { withRecording } from './tape.ts';
import type { TapeNode } from './tape-node.ts';

/**
 * The gradient of each parameter that the loss depends on: a Map, so iterable. Each gradient is contiguous
 * and has its own memory, so it may be changed in place. With `createGraph` it may be a view, or share its
 * memory with another gradient.
 */
export type Gradients = Map<Tensor, Tensor>;

export interface BackwardOptions {
  /** The gradient of the output, of its shape. Default 1, for an output of one element. */
  readonly gradient?: Tensor | undefined;
  /**
   * Record the backward pass too, so that the gradients can be differentiated again. They are then the ops'
   * own tensors, possibly views or one tensor for two parameters: do not change them in place. Default false.
   */
  readonly createGraph?: boolean | undefined;
  /**
   * Compute only the gradients of these, parameters or results of ops, and what they need. A tensor that the
   * output does not depend on, or that requires no gradient, is not in the Map. Default: every parameter.
   */
  readonly parameters?: Iterable<Tensor> | undefined;
}

const kinds: OptionKinds<BackwardOptions> = {
  gradient: 'tensor',
  createGraph: 'boolean',
  parameters: 'array|object',
};

/**
 * The gradients of a loss with respect to every parameter it depends on, or only to `parameters`, by reverse
 * accumulation: for each op from the last to the first, dL/dx += dL/dy dy/dx. Gradients are returned, not
 * stored in the parameters.
 *
 * @throws ShapeError when the output has more than one element and no `gradient` is given; GradientError when
 *   it depends on no parameter, or when a gradient needs values that were overwritten since (by an
 *   optimizer's step, `assign`, the replay of a compiled step); ValueError for `parameters` that are not
 *   tensors.
 * @example
 * ```ts
 * import { backward, mul, parameter, sum } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const w = parameter(tensor([1, 2, 3]));
 * const gradients = backward(sum(mul(w, w)));
 * gradients.get(w)?.toArray(); // 2, 4, 6
 * const b = parameter(tensor([1, 1, 1]));
 * backward(sum(mul(w, b)), { parameters: [b] }).size; // 1, without the gradient of w
 * ```
 */
export function backward(output: Tensor, options: BackwardOptions = {}): Gradients {
  checkTensor('backward', output, 'output');
  checkOptions('backward', options, kinds);
  const { gradient, createGraph = false } = options;
  const wanted = options.parameters && listOf(options.parameters);
  if (!output.requiresGrad) {
    throw new GradientError('backward: the output depends on no parameter, or was computed inside noGrad.');
  }
  if (gradient === undefined && output.size !== 1) {
    throw new ShapeError(
      `backward: an output of shape ${shapeText(output.shape)} needs { gradient } of that shape; reduce ` +
        'it to one element otherwise.',
    );
  }
  if (gradient !== undefined && !sameShape(gradient.shape, output.shape)) {
    throw new ShapeError(
      `backward: gradient ${shapeText(gradient.shape)} does not have the output's shape ` +
        `${shapeText(output.shape)}.`,
    );
  }
  checkSource('backward', output, 0);
  return withRecording('backward', createGraph, () =>
    accumulate(output, gradient ?? fullLike(output, 1), createGraph, wanted),
  );
}

/** The requested parameters as a list, checked to be tensors. */
function listOf(parameters: Iterable<Tensor>): Tensor[] {
  const list = Symbol.iterator in parameters ? [...parameters] : undefined;
  if (list?.every(isTensor)) return list;
  throw new ValueError(
    `backward: parameters are tensors in a list or a Set, got ${valueText(list ?? parameters)}.`,
  );
}

/** The key of a gradient: the op that made the tensor, or the tensor itself if it is a parameter. */
const ownerOf = (tensor: Tensor): unknown => tensor.node ?? tensor;

function accumulate(output: Tensor, seed: Tensor, createGraph: boolean, wanted?: Tensor[]): Gradients {
  const pending = new Map([[ownerOf(output), seed]]);
  const nodes = nodesInReverse(output);
  const owners = wanted && new Set(wanted.map(ownerOf));
  const leading = owners && leadingTo(owners, nodes);
  const found = new Set(wanted);
  if (wanted === undefined && output.node === undefined) found.add(output);
  for (const node of nodes) {
    const dy = pending.get(node);
    if (!owners?.has(node)) pending.delete(node);
    if (dy === undefined) continue;
    const changed = isOverwritten(node);
    for (let i = 0; i < node.inputs.length; i++) {
      const input = node.inputs[i]!;
      const closure = node.closures[i];
      if (closure === undefined || !input.requiresGrad) continue;
      const owner = ownerOf(input);
      if (leading !== undefined && !leading.has(owner)) continue;
      const contribution = changed ? callChecked(node, closure, dy) : closure(dy);
      if (!sameShape(contribution.shape, input.shape)) {
        throw new GradientError(
          `internal: ${node.name} gave a gradient of shape ${shapeText(contribution.shape)} for an input ` +
            `of shape ${shapeText(input.shape)}.`,
        );
      }
      const sofar = pending.get(owner);
      pending.set(owner, sofar === undefined ? contribution : add(sofar, contribution));
      if (owner === input) found.add(input);
    }
  }
  const gradients: Gradients = new Map();
  const taken = new Set<Storage>([seed.storage]);
  for (const tensor of found) {
    const gradient = pending.get(ownerOf(tensor));
    if (gradient !== undefined) gradients.set(tensor, owned(gradient, taken, createGraph));
  }
  return gradients;
}

/** `owners`, and every node that depends on one of them. */
function leadingTo(owners: Set<unknown>, nodes: readonly TapeNode[]): Set<unknown> {
  const leading = new Set(owners);
  for (let n = nodes.length - 1; n >= 0; n--) {
    const { inputs, closures } = nodes[n]!;
    if (inputs.some((input, i) => closures[i] && input.requiresGrad && leading.has(ownerOf(input))))
      leading.add(nodes[n]);
  }
  return leading;
}

/**
 * The gradient in its own memory: an op may return the same tensor for two parameters, or a view of one, and
 * the caller may change gradients in place.
 */
function owned(gradient: Tensor, taken: Set<Storage>, createGraph: boolean): Tensor {
  const shared = taken.has(gradient.storage) || !gradient.contiguous || gradient.offset !== 0;
  taken.add(gradient.storage);
  if (!shared || createGraph) return gradient;
  const copy = emptyLike(gradient);
  copyInto(copy, gradient);
  return copy;
}

/** Every node that the output depends on, latest first: a node comes before the nodes of its inputs. */
function nodesInReverse(output: Tensor): TapeNode[] {
  const found = new Set<TapeNode>();
  const open: TapeNode[] = [];
  const visit = (tensor: Tensor): void => {
    const node = tensor.node as TapeNode | undefined;
    if (node === undefined || !tensor.requiresGrad || found.has(node)) return;
    found.add(node);
    open.push(node);
  };
  visit(output);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const input of node.inputs) visit(input);
  }
  return [...found].sort((a, b) => b.id - a.id);
}
