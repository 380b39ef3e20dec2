import { defineUnaryKernel, mul, runElementwise, square } from '@regopt/autograd';
import {
  copyKernel,
  defineKernel,
  gatherRowsKernel,
  ones,
  RegoptError,
  run,
  setBackend,
  tensor,
  ValueError,
  zeros,
} from '@regopt/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { kernelTable } from '../rows/kernel-table.ts';
import { createWasmBackend } from './create-wasm-backend.ts';
import { fits } from './dispatch.ts';
import type { WasmBackend } from './wasm-backend.ts';

let backend: WasmBackend;
beforeAll(async () => {
  backend = await createWasmBackend({ threads: 1 });
  setBackend(backend);
});

describe('a kernel of a user', () => {
  it('never runs as a built-in kernel of the same name, whichever function defined it', () => {
    const mine = [
      defineKernel('square', ([y, x], [n]) => {
        for (let i = 0; i < n!; i++) y![i] = -x![i]!;
      }),
      defineUnaryKernel('exp', (x) => x + 1),
    ];
    for (const kernel of mine) {
      const other = kernel.name === 'exp' ? 'myExp' : 'mySquare';
      const refused = new ValueError(
        `${kernel.name}: a kernel of yours has the name of a built-in one. ` +
          `Call yours otherwise, such as "${other}".`,
      );
      const x = ones([2]);
      for (let i = 0; i < 2; i++) expect(() => run(kernel, [x, x], [2])).toThrow(refused);
    }
    expect(backend.report().fast['square']).toBeUndefined();
    expect([...square(tensor([3])).toArray()]).toEqual([9]);
    expect(() => run(mine[0]!, [zeros([1]), ones([1])], [1])).toThrow(ValueError);
  });

  it('runs as its reference loop under a name of its own', () => {
    const kernel = defineUnaryKernel('mySquare', (x) => x * x);
    expect([...runElementwise(kernel, [tensor([3])]).toArray()]).toEqual([9]);
    expect(backend.report().reference['mySquare']).toBe(1);
  });
});

describe('a built-in kernel', () => {
  it('runs fast from each of two installed copies of its package', () => {
    const copy = defineUnaryKernel({ builtIn: 'neg' }, (x) => -x);
    const another = defineUnaryKernel({ builtIn: 'neg' }, (x) => -x);
    const before = backend.report().fast['neg'] ?? 0;
    for (const kernel of [copy, another]) {
      expect([...runElementwise(kernel, [tensor([1, 2])]).toArray()]).toEqual([-1, -2]);
    }
    expect(backend.report().fast['neg']).toBe(before + 2);
  });

  it('refuses a wrong count of numbers, and writes nothing', () => {
    const [out, x] = [zeros([2, 2]), ones([2, 2])];
    const wrong: [call: () => void, message: string][] = [
      [
        () => run(copyKernel, [out, x], [1, 4, 1]),
        'internal: copy: takes 4 numbers for these tensors, got 3.',
      ],
      [
        () => run(copyKernel, [out, x], [2, 2, 2, 2, 1]),
        'internal: copy: takes 7 numbers for these tensors, got 5.',
      ],
      [() => run(copyKernel, [out, x]), 'internal: copy: takes 1 numbers for these tensors, got 0.'],
      [
        () => run(gatherRowsKernel, [out, x, tensor([0], { dtype: 'i32' })], [1]),
        'internal: gatherRows: takes 2 numbers for these tensors, got 1.',
      ],
    ];
    for (const [call, message] of wrong) expect(call).toThrow(new RegoptError(message));
    expect([...out.toArray()]).toEqual([0, 0, 0, 0]);
  });

  it('takes 2048 tensors in one call, as many as optim passes, and refuses more', () => {
    const scaleBy = defineKernel({ builtIn: 'scaleBy' }, () => {});
    const factor = tensor([3], { dtype: 'f64' });
    const call = (count: number) => {
      const xs = Array.from({ length: count }, () => ones([1]));
      run(scaleBy, [factor, ...xs], [count, ...xs.map(() => 1)]);
      return xs.map((x) => x.item());
    };
    expect(call(2047)).toEqual(Array(2047).fill(3));
    expect(() => call(2048)).toThrow(
      new RegoptError(
        'scaleBy: 2049 tensors and 2049 numbers do not fit the argument block of a kernel, ' +
          'which takes 2048 and 2048.',
      ),
    );
  });

  it('runs as its reference loop with tensors for which there is no row', () => {
    const before = backend.report().reference['mul'] ?? 0;
    const x = tensor([2, 3], { dtype: 'f64' });
    expect([...mul(x, x).toArray()]).toEqual([4, 9]);
    expect(backend.report().reference['mul']).toBe(before + 1);
  });
});

describe('a row of a kernel over many tensors', () => {
  it('takes its repeated dtypes any number of times, and only whole', () => {
    const sgd = kernelTable.find(({ kernel }) => kernel === 'sgd')!;
    const each = ['f32', 'f32', 'f32', 'f64'] as const;
    expect([sgd.dtypes, sgd.repeats]).toEqual([[], each]);
    expect([each, [...each, ...each]].map((given) => fits(sgd, given))).toEqual([true, true]);
    expect([each.slice(0, 3), [...each, 'f32'] as const].map((given) => fits(sgd, given))).toEqual([
      false,
      false,
    ]);
  });
});
