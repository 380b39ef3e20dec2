import { DTypeError, scope, type Tensor, tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import * as autograd from './index.ts';

// Node's modules come from `process`, so that the package is type-checked without Node's types.
declare const process: {
  cwd(): string;
  getBuiltinModule(name: 'node:fs'): {
    existsSync(path: string): boolean;
    readFileSync(path: string, encoding: 'utf8'): string;
  };
};

/** The README, from the folder of the repository that the tests run in or below. */
function readReadme(): string {
  const { existsSync, readFileSync } = process.getBuiltinModule('node:fs');
  const below = 'packages/autograd/README.md';
  let folder = process.cwd();
  while (!existsSync(`${folder}/${below}`) && folder.includes('/'))
    folder = folder.slice(0, folder.lastIndexOf('/'));
  return readFileSync(`${folder}/${below}`, 'utf8');
}

const readme = readReadme();
/** Each op of the README's table of integers, and the dtype of its result. */
const table = new Map(
  readme
    .slice(readme.indexOf('## Integers and masks'), readme.indexOf('| all others | DTypeError |'))
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => {
      const [, ops, result] = line.split('|').map((cell) => cell.trim());
      return ops!
        .replaceAll('`', '')
        .split(' ')
        .map((op) => [op, result!] as const);
    }),
);

/** Exports that are not ops on values. */
const noOps = [
  ...['backward', 'gradcheck', 'noGrad', 'parameter', 'valueAndGrad', 'isRecording', 'withRecording'],
  ...['record', 'recordFusedGradient', 'runBroadcast', 'runElementwise', 'operandPair', 'checkFloat'],
  ...['cast', 'defineBinaryKernel', 'defineGradientKernel', 'defineUnaryKernel'],
  ...['checkEpsilon', 'checkProbability', 'poolSizes', 'sizePair'],
];

type Call = (x: Tensor) => unknown;
const ops = autograd as unknown as Record<string, (...args: unknown[]) => unknown>;
const labels = () => tensor([[0], [1]], { dtype: 'i32' });
const image = (x: Tensor) => autograd.reshape(x, [1, 1, 2, 2]);
const channels = ({ dtype }: Tensor) => {
  const one = () => tensor([1, 1], { dtype });
  return { mean: one(), variance: one(), count: 2 };
};
/** Ops whose arguments are not one or two tensors. */
const calls: Readonly<Record<string, Call>> = {
  sumTo: (x) => autograd.sumTo(x, [2]),
  where: (x) => autograd.where(tensor([1, 0], { dtype: 'u8' }), x, x),
  clamp: (x) => autograd.clamp(x, { min: 2 }),
  reshape: (x) => autograd.reshape(x, [4]),
  permute: (x) => autograd.permute(x, [1, 0]),
  slice: (x) => autograd.slice(x, { axis: 0, start: 0, end: 1 }),
  broadcastTo: (x) => autograd.broadcastTo(x, [3, 2, 2]),
  concat: (x) => autograd.concat([x, x]),
  pad: (x) => autograd.pad(x, { before: [0, 0], after: [1, 0] }),
  gather: (x) => autograd.gather(x, labels()),
  embedding: (x) => autograd.embedding(x, labels()),
  conv2d: (x) => autograd.conv2d(image(x), image(x)),
  maxPool2d: (x) => autograd.maxPool2d(image(x), { kernelSize: 2 }),
  avgPool2d: (x) => autograd.avgPool2d(image(x), { kernelSize: 2 }),
  crossEntropy: (x) => autograd.crossEntropy(x, tensor([0, 1], { dtype: 'i32' })),
  correctCount: (x) => autograd.correctCount(x, tensor([0, 1], { dtype: 'i32' })),
  batchNorm: (x) => autograd.batchNorm(x),
  normalizeChannels: (x) => autograd.normalizeChannels(x, channels(x)),
  layerNorm: (x) => autograd.layerNorm(x, {}),
  dropout: (x) => ops['dropout']!(x, { probability: 0.5 }),
  dropoutChannels: (x) => ops['dropoutChannels']!(x, { probability: 0.5 }),
  updateRunningStatistics: (x) => autograd.updateRunningStatistics(channels(x), channels(x)),
};
const two = new Set([
  ...['add', 'sub', 'mul', 'div', 'pow', 'maximum', 'minimum', 'matmul', 'linear', 'mse', 'huber'],
  ...['equal', 'notEqual', 'greater', 'greaterEqual', 'less', 'lessEqual', 'binaryCrossEntropyWithLogits'],
]);
const callOf = (op: string): Call => calls[op] ?? (two.has(op) ? (x) => ops[op]!(x, x) : (x) => ops[op]!(x));

describe.each(['u8', 'i32'] as const)("the README's table of integers, for %s", (dtype) => {
  const x = () => tensor([1, 2, 3, 4], { dtype, shape: [2, 2] });

  it.each([...table])('%s gives %s', (op, result) => {
    scope(() => {
      const y = callOf(op)(x()) as Tensor;
      expect(y.dtype).toBe(result === 'their own' ? dtype : result);
      expect(y.requiresGrad).toBe(false);
    });
  });

  it.each(Object.keys(autograd).filter((name) => !table.has(name) && !noOps.includes(name)))(
    '%s is one of all others, which refuse integers',
    (op) => {
      scope(() => {
        const hint = 'checkFloat() in the op, or a place in the README table; how to call it: `calls` here';
        expect(() => callOf(op)(x()), hint).toThrow(DTypeError);
        expect(() => callOf(op)(x()), hint).toThrow(`${op}: needs f32 or f64, got ${dtype}. Use cast().`);
      });
    },
  );
});

it('names only existing ops', () => {
  expect(table.size).toBeGreaterThan(30);
  expect([...table.keys()].filter((op) => !(op in autograd))).toEqual([]);
});
