import { readdirSync, readFileSync } from 'node:fs';
import { conv2d, linear, matmul, relu, sigmoid, tanh } from '@regopt/autograd';
import { createReferenceBackend, ones, type Tensor, tensor, withBackend, zeros } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { noteKernels } from '../testing/note-kernels.ts';
import * as host from './abi.ts';

// AssemblyScript, whose constants are valid TypeScript; `as string` keeps the compiler from reading its
// types.
const kernels: Record<string, number> = await import('../../assembly/abi.ts' as string);

const camelCase = (name: string) =>
  name.toLowerCase().replace(/_./g, (match) => match.slice(1).toUpperCase());

it('every constant of the interface has the same value on both sides', () => {
  const theirs = Object.fromEntries(Object.entries(kernels).map(([name, value]) => [camelCase(name), value]));
  expect(Object.keys(host).length).toBeGreaterThan(20);
  expect(theirs, 'src/runtime/abi.ts differs from assembly/abi.ts: change both').toMatchObject({ ...host });
});

it('the activations have the numbers of the reference loops of products and convolutions', () => {
  const values = [-2, -0.5, 0.25, 3];
  const wanted: [code: number, op: (x: Tensor) => Tensor][] = [
    [host.activationNone, (x) => x],
    [host.activationRelu, relu],
    [host.activationTanh, tanh],
    [host.activationSigmoid, sigmoid],
  ];
  const products = () => {
    matmul(tensor([[1]]), tensor([values]));
    linear(tensor([[1]]), tensor(values.map((value) => [value])), zeros([4]));
    const picture = tensor([[[values]]]);
    conv2d(picture, ones([1, 1, 1, 1]));
    conv2d(picture, ones([1, 1, 1, 1]), zeros([1]));
  };
  const seen: string[] = [];
  noteKernels(products, ({ kernel, before, numbers }) => {
    if (numbers.at(-1) !== host.activationNone || before.length < 3) return;
    seen.push(kernel.name);
    for (const [code, op] of wanted) {
      const arrays = before.map((array) => array.slice());
      kernel.reference(arrays, [...numbers.slice(0, -1), code]);
      const fault = `autograd's kernels/activate.ts and assembly/abi.ts differ in activation ${code}`;
      const expected = withBackend(createReferenceBackend(), () => op(tensor(values)).toArray());
      expect([...arrays[0]!], fault).toEqual([...expected]);
    }
  });
  expect(seen).toEqual(['matmul', 'matmulBias', 'conv2d', 'conv2dBias']);
});

it('lets no kernel read a number by a bare index: one place defines the order of each list', () => {
  const assembly = new URL('../../assembly/', import.meta.url);
  const bare = readdirSync(assembly, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== 'walk.ts')
    .flatMap((file) => {
      const lines = readFileSync(new URL(file, assembly), 'utf8').split('\n');
      return lines.flatMap((line, i) =>
        /(integer|number)At\([^)]*, [\d]+\)/.test(line) ? [`assembly/${file}:${i + 1}: ${line.trim()}`] : [],
      );
    });
  expect(bare, 'name the number by a constant of the file, as in assembly/random/normal.ts').toEqual([]);
});
