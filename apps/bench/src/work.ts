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
  | { readonly name: 'adam'; readonly learningRate: number }
  | { readonly name: 'adamw'; readonly learningRate: number; readonly weightDecay: number };

/** C `[m, n]` = A B; an operand that is `transposed` lies in memory as B^T `[n, k]` or A^T `[k, m]`. */
export interface MatmulWork {
  readonly kind: 'matmul';
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly transposed?: 'a' | 'b';
}

/** One pass of a convolution that keeps the size: of x `[batch, inputs, size, size]` by w `[outputs, inputs, side, side]`. */
export interface ConvolutionWork {
  readonly kind: 'convolution';
  readonly pass: 'forward' | 'inputGradient' | 'weightGradient';
  readonly batch: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly size: number;
  readonly side: number;
}

/** What an `op` work does to x of its shape. Channels are axis 1; dropout's probability is 0.3. */
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

/** One op on memory that lies ready, and with `backward` its derivatives by every input, from a gradient that lies ready. */
export interface OpWork {
  readonly kind: 'op';
  readonly op: OpName;
  readonly shape: readonly number[];
  readonly backward: boolean;
  /** Of a sum: along which axis; left out for the sum of all. */
  readonly axis?: number;
}

/** So many ops, each on the result of the former, on 4 x 4 elements; where it can be, recorded or compiled as one. */
export interface ManyOpsWork {
  readonly kind: 'manyOps';
  readonly op: 'add' | 'matmul';
  readonly count: number;
  readonly recorded: boolean;
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

/** Clipping gradients by their norm taken together. */
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

/** What is timed. It is plain data, so that it can be sent to a process of its own. */
export type Work =
  | MatmulWork
  | ConvolutionWork
  | OpWork
  | ManyOpsWork
  | TrainWork
  | UpdateWork
  | ClipWork
  | StartUpWork
  | SizeWork;
