import { DTypeError, scope, type Tensor, tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { opArguments, opNames, opOf } from './testing/op-arguments.ts';

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

describe.each(['u8', 'i32'] as const)("the README's table of integers, for %s", (dtype) => {
  const x = () => tensor([1, 2, 3, 4], { dtype, shape: [2, 2] });

  it.each([...table])('%s gives %s', (op, result) => {
    scope(() => {
      const y = opOf(op)(...opArguments(op, x())) as Tensor;
      expect(y.dtype).toBe(result === 'their own' ? dtype : result);
      expect(y.requiresGrad).toBe(false);
    });
  });

  // `cast` gives the dtype that it is told.
  it.each(opNames.filter((name) => !table.has(name) && name !== 'cast'))(
    '%s is not in the table of integers and refuses them',
    (op) => {
      scope(() => {
        const hint =
          `the file of ${op} in packages/autograd/src/ops: begins with checkFloat('${op}', x), or has a ` +
          'place in the table "Integers and masks" of packages/autograd/README.md';
        const call = () => opOf(op)(...opArguments(op, x()));
        expect(call, hint).toThrow(DTypeError);
        expect(call, hint).toThrow(`${op}: needs f32 or f64, got ${dtype}. Use cast().`);
      });
    },
  );
});

it('names only existing ops', () => {
  expect(table.size).toBeGreaterThan(30);
  expect([...table.keys()].filter((op) => typeof opOf(op) !== 'function')).toEqual([]);
});
