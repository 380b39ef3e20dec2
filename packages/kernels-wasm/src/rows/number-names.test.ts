import { readFileSync } from 'node:fs';
import {
  avgPool2d,
  batchNorm,
  clamp,
  conv2d,
  crossEntropy,
  gather,
  layerNorm,
  matmul,
  transpose,
  variance,
} from '@regopt/autograd';
import { ones, tensor, zeros } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { captureKernels } from '../testing/capture-kernels.ts';

/** The names of an enum's members or of a class's fields in a file of assembly, in order. */
function namesIn(file: string): string[] {
  const text = readFileSync(new URL(`../../assembly/${file}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^ {2}(\w+)(?:,|: i32;)$/gm)].map(([, name]) => name!);
}

/** The name of a number after the named ones: an activation, or a flag of one kernel. */
const after = 'after the named ones';

/** A file that names numbers in order; a kernel, a call of its op, and its numbers by these names. */
const families: [file: string, kernel: string, call: () => void, numbers: Record<string, number>][] = [
  [
    'product/product-number.ts',
    'matmul',
    () => matmul(zeros([2, 3, 4]), transpose(zeros([2, 5, 4]))),
    {
      ...{ batch: 2, m: 3, n: 5, k: 4, aBatch: 12, aRow: 4, aColumn: 1 },
      ...{ bBatch: 20, bRow: 1, bColumn: 4, activation: 0 },
    },
  ],
  [
    'conv/geometry.ts',
    'conv2d',
    () =>
      conv2d(zeros([2, 4, 19, 22]), zeros([6, 2, 3, 5]), undefined, {
        ...{ stride: [2, 3], padding: [1, 6], dilation: [4, 2], groups: 2 },
      }),
    {
      ...{ batch: 2, channels: 4, height: 19, width: 22, outputs: 6, kernelHeight: 3, kernelWidth: 5 },
      ...{ outHeight: 7, outWidth: 9, strideH: 2, strideW: 3, padH: 1, padW: 6, dilationH: 4, dilationW: 2 },
      ...{ groups: 2, [after]: 0 },
    },
  ],
  [
    'pool/window.ts',
    'avgPool2d',
    () => avgPool2d(zeros([3, 5, 9, 16]), { kernelSize: [2, 4], stride: [3, 5], padding: [0, 1] }),
    {
      ...{ planes: 15, height: 9, width: 16, outHeight: 3, outWidth: 3, kernelHeight: 2, kernelWidth: 4 },
      ...{ strideHeight: 3, strideWidth: 5, padHeight: 0, padWidth: 1, [after]: 1 },
    },
  ],
  [
    'reduce/axis-number.ts',
    'variance',
    () => variance(zeros([2, 3, 4]), { axis: 1 }),
    { outer: 2, n: 3, inner: 4, divisor: 2 },
  ],
  [
    'indexing/gather-number.ts',
    'gatherAxis',
    () => gather(zeros([2, 3, 4]), zeros([2, 5, 4], { dtype: 'i32' }), { axis: 1 }),
    { outer: 2, nx: 3, nOut: 5, inner: 4 },
  ],
  [
    'normalize/channel-number.ts',
    'batchNormTraining',
    () => batchNorm(zeros([2, 3, 4]), { epsilon: 0.5 }),
    { batch: 2, channels: 3, inner: 4, constant: 0.5 },
  ],
  [
    'loss/label-number.ts',
    'crossEntropyMean',
    () =>
      crossEntropy(zeros([2, 3]), tensor([0, 2], { dtype: 'i32' }), {
        ...{ labelSmoothing: 0.25, ignoreIndex: 7, classWeights: ones([3]) },
      }),
    { rows: 2, classes: 3, smoothing: 0.25, ignoreIndex: 7, weighted: 1 },
  ],
  [
    'row-number.ts',
    'layerNorm',
    () => layerNorm(zeros([2, 3, 4]), { shape: [4], epsilon: 0.5 }),
    { rows: 6, length: 4, constant: 0.5 },
  ],
  [
    'element-number.ts',
    'clamp',
    () => clamp(zeros([6]), { min: -1, max: 2 }),
    { n: 6, first: -1, second: 2 },
  ],
];

describe.each(families)('the numbers that %s names', (file, kernel, call, numbers) => {
  it(`are those of ${kernel}, in order`, () => {
    const seen: Record<string, number>[] = [];
    captureKernels(call, (captured) => {
      if (captured.kernel.name !== kernel) return;
      const names = namesIn(file);
      seen.push(Object.fromEntries(captured.numbers.map((number, i) => [names[i] ?? after, number])));
    });
    expect(seen[0], `assembly/${file} and the op of ${kernel} differ in the order of numbers`).toEqual(
      numbers,
    );
  });
});

it('conv-rows.ts has the places of assembly/conv/geometry.ts', () => {
  const text = readFileSync(new URL('./conv-rows.ts', import.meta.url), 'utf8');
  const places = [...text.matchAll(/^const (\w+) = (\d+);$/gm)].map(([, name, place]) => [
    name,
    Number(place),
  ]);
  const names = namesIn('conv/geometry.ts');
  expect(places.length).toBeGreaterThan(0);
  expect(places).toEqual(places.map(([name]) => [name, names.indexOf(`${name}`)]));
});
