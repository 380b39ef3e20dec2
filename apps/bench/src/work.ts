/**
 * A layer by name, with its sizes: ours and every peer build the same network from it. Convolutions keep the
 * size.
 */
export type LayerSpec =
  | readonly ['linear', inputs: number, outputs: number]
  | readonly ['conv2d', inputs: number, outputs: number, side: number]
  | readonly ['batchNorm1d' | 'batchNorm2d', channels: number]
  | readonly ['maxPool2d', side: number]
  | readonly ['dropout', probability: number]
  | readonly ['flatten' | 'relu' | 'tanh'];

/** An update rule with its settings; betas and epsilon are the usual 0.9, 0.999 and 1e-8. */
export type OptimizerSpec =
  | { readonly name: 'sgd'; readonly learningRate: number; readonly momentum: number }
  | { readonly name: 'adam'; readonly learningRate: number }
  | { readonly name: 'adamw'; readonly learningRate: number; readonly weightDecay: number };

/** C `[m, n]` = A B; a `transposed` operand is stored as B^T `[n, k]` or A^T `[k, m]`. */
export interface MatmulWork {
  readonly kind: 'matmul';
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly transposed?: 'a' | 'b';
}

/**
 * One pass of a same-size convolution of x `[batch, inputs, size, size]` with w
 * `[outputs, inputs, side, side]`.
 */
export interface ConvolutionWork {
  readonly kind: 'convolution';
  readonly pass: 'forward' | 'inputGradient' | 'weightGradient';
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly size: number;
  readonly side: number;
}

/** The ops of `op` works. Channels are axis 1; dropout's probability is 0.3. */
export type OpName =
  | 'relu'
  | 'add'
  | 'tanh'
  | 'exp'
  | 'dropout'
  | 'biasReluDropout'
  | 'sum'
  | 'softmaxCrossEntropy'
  | 'batchNorm'
  | 'layerNorm';

/** One op on ready tensors; with `backward` also its derivatives by every input, from a ready gradient. */
export interface OpWork {
  readonly kind: 'op';
  readonly op: OpName;
  readonly shape: readonly number[];
  readonly backward: boolean;
  /** The axis of a sum; absent for the sum of all elements. */
  readonly axis?: number;
}

/** `count` ops, each on the previous result, on 4 x 4 elements; captured or compiled as one if possible. */
export interface ManyOpsWork {
  readonly kind: 'manyOps';
  readonly op: 'add' | 'matmul';
  readonly count: number;
  /** True to capture the chain. The name is what older revisions read, under `--compare`. */
  readonly recorded: boolean;
}

/** A training step on a ready batch: forward, loss, backward, update. */
export interface TrainWork {
  readonly kind: 'train';
  readonly layers: readonly LayerSpec[];
  /** The shape of one example, channels first. */
  readonly input: readonly number[];
  /** Number of classes for cross-entropy, of values for the squared error. */
  readonly outputs: number;
  readonly loss: 'crossEntropy' | 'meanSquaredError';
  readonly batch: number;
  readonly optimizer: OptimizerSpec;
}

/** The steps of a training on a loader's batches, by `fit` or by a loop written by hand. */
export interface LoopWork {
  readonly kind: 'loop';
  readonly train: TrainWork;
  /** Batches of an epoch. */
  readonly batches: number;
}

/** An optimizer's step on tensors of `size` elements each, with ready gradients. */
export interface UpdateWork {
  readonly kind: 'update';
  readonly tensors: number;
  readonly size: number;
  readonly optimizer: OptimizerSpec;
}

/** Clipping of gradients by their joint norm. */
export interface ClipWork {
  readonly kind: 'clip';
  readonly tensors: number;
  readonly size: number;
}

/** A fresh process: from the import of the library to the loss of the first step. */
export interface StartUpWork {
  readonly kind: 'startUp';
  readonly train: TrainWork;
}

/** The gzipped bytes of a minified bundle for a browser. */
export interface SizeWork {
  readonly kind: 'size';
  readonly bundle: 'schedulers' | 'optim' | 'mlp';
}

/** A timed workload, as plain data, so that it can be sent to another process. */
export type Work =
  | MatmulWork
  | ConvolutionWork
  | OpWork
  | ManyOpsWork
  | TrainWork
  | LoopWork
  | UpdateWork
  | ClipWork
  | StartUpWork
  | SizeWork;
