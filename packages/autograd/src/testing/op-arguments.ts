import { createGenerator, type Tensor, tensor } from '@regopt/tensor';
import * as autograd from '../index.ts';
import { reshape } from '../ops/shape/reshape.ts';

declare global {
  interface ImportMeta {
    glob(pattern: string, options: object): Record<string, string>;
  }
}

const index = Object.values(
  import.meta.glob('../index.ts', { query: '?raw', import: 'default', eager: true }),
).join();

/** Every op: what index.ts exports from ops/, without types and checks of options. */
export const opNames: readonly string[] = [...index.matchAll(/^export \{([^}]*)\} from '\.\/ops\//gm)]
  .flatMap(([, names]) => names!.split(',').map((name) => name.trim()))
  .filter((name) => /^(?!check)\w+$/.test(name));

/** The op of a name, with arguments of any kind. */
export const opOf = (name: string): ((...given: readonly unknown[]) => unknown) =>
  (autograd as unknown as Record<string, (...given: readonly unknown[]) => unknown>)[name]!;

const labels = (values: number[] | number[][]) => tensor(values, { dtype: 'i32' });
const image = (x: Tensor) => reshape(x, [1, 1, 2, 2]);
const channel = ({ dtype }: Tensor) => tensor([1, 1], { dtype });
const channels = (x: Tensor) => ({ mean: channel(x), variance: channel(x), count: 2 });
const drop = { probability: 0.5, generator: createGenerator(1) };

/** Arguments of the ops that need others than x for each parameter without a default. */
const others: Readonly<Record<string, (x: Tensor) => readonly unknown[]>> = {
  avgPool2d: (x) => [image(x), { kernelSize: 2 }],
  broadcastTo: (x) => [x, [2, 2, 2]],
  cast: (x) => [x, 'f64'],
  clamp: (x) => [x, { min: 2 }],
  concat: (x) => [[x, x]],
  conv2d: (x) => [image(x), image(x)],
  correctCount: (x) => [x, labels([0, 1])],
  crossEntropy: (x) => [x, labels([0, 1])],
  dropout: (x) => [x, drop],
  dropoutChannels: (x) => [x, drop],
  embedding: (x) => [x, labels([[0], [1]])],
  gather: (x) => [x, labels([[0], [1]])],
  linear: (x) => [x, x, channel(x)],
  maxPool2d: (x) => [image(x), { kernelSize: 2 }],
  normalizeChannels: (x) => [x, channels(x)],
  pad: (x) => [x, { before: [0, 0], after: [1, 0] }],
  permute: (x) => [x, [1, 0]],
  reshape: (x) => [x, [4]],
  sumTo: (x) => [x, [2]],
  updateRunningStatistics: (x) => [channels(x), channels(x)],
  where: (x) => [tensor([1, 0], { dtype: 'u8' }), x, x],
};

/**
 * Arguments with which an op accepts x, of shape [2, 2]. An op whose parameters without a default are all
 * tensors needs no row in `others`.
 */
export const opArguments = (name: string, x: Tensor): readonly unknown[] =>
  others[name]?.(x) ?? Array.from({ length: opOf(name).length }, () => x);
