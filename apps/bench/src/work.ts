/** A layer by name, with its sizes: what ours and every peer builds the same network from. Convolutions keep the size. */
export type LayerSpec =
  | readonly ['linear', inputs: number, outputs: number]
  | readonly ['conv2d', inputs: number, outputs: number, side: number]
  | readonly ['batchNorm1d' | 'batchNorm2d', channels: number]
  | readonly ['maxPool2d', side: number]
  | readonly ['dropout', probability: number]
  | readonly ['flatten' | 'relu' | 'tanh'];

/** An update rule with its settings, betas and epsilon being the usual 0.9, 0.999 and 1e-8. */
export type OptimizerSpec =
  | { readonly name: 'sgd'; readonly learningRate: number; readonly momentum: number }
  | { readonly name: 'adamw'; readonly learningRate: number; readonly weightDecay: number };

/** C = A B with A `[m, k]` and B `[k, n]`. */
export interface MatmulWork {
  readonly kind: 'matmul';
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/** A training step on a batch that lies ready: forward, loss, backward, update. */
export interface TrainWork {
  readonly kind: 'train';
  readonly layers: readonly LayerSpec[];
  /** The shape of one example; channels come first. */
  readonly input: readonly number[];
  /** Classes of a cross-entropy, values of a squared error. */
  readonly outputs: number;
  readonly loss: 'crossEntropy' | 'meanSquaredError';
  readonly batch: number;
  readonly optimizer: OptimizerSpec;
}

/** An optimizer's step over tensors of `size` elements each, with gradients that lie ready. */
export interface UpdateWork {
  readonly kind: 'update';
  readonly tensors: number;
  readonly size: number;
  readonly optimizer: OptimizerSpec;
}

/** What is timed. It is plain data, so that it can be sent to a peer in a process of its own. */
export type Work = MatmulWork | TrainWork | UpdateWork;
