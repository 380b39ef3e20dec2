import { expect, it } from 'vitest';
import type { Backend } from '../backend/backend.ts';
import { run } from '../backend/current-backend.ts';
import { defineKernel } from '../backend/kernel.ts';
import { compile } from '../compile/compile.ts';
import { scope } from '../memory/scope.ts';
import { createGenerator } from '../random/generator.ts';
import { bernoulliKernel, normalKernel, uniformKernel } from '../random/random-kernels.ts';
import { type Shape, shapeText } from '../shape/shape.ts';
import { viewBroadcast, viewPermute, viewSlice, viewTranspose } from '../shape/view.ts';
import { walkNumbers } from '../shape/walk-numbers.ts';
import { addInPlaceKernel } from '../tensor/add-in-place-kernel.ts';
import { assign } from '../tensor/assign.ts';
import { copyInto } from '../tensor/copy.ts';
import { copyKernel, fillKernel } from '../tensor/copy-kernel.ts';
import { empty, tensor } from '../tensor/create.ts';
import type { DType } from '../tensor/dtype.ts';
import { gatherRowsKernel } from '../tensor/gather-rows.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { expectReference } from './expect-reference.ts';
import { randomValues } from './random-values.ts';

const dtypes: readonly DType[] = ['f32', 'f64', 'i32', 'u8'];
/** Around every vector and tile width, and long enough to be split among threads. */
const sizes = [0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 64, 1000, 4099, 40_000];

/**
 * The kernels part of `describeBackend`. `current` returns the back end under test, which is the current one.
 */
export function describeBackendKernels(current: () => Backend): void {
  it('fills memory with one value as the reference loop does', () => {
    for (const dtype of dtypes) {
      for (const size of sizes) {
        for (const value of [0, -0, 1, -3.7, 300.5, 1e10, Number.NaN, Number.NEGATIVE_INFINITY]) {
          scope(() => {
            const x = tensor(randomValues(dtype, size + 3, 3));
            expectReference(
              fillKernel,
              [viewSlice(x, 0, 2, size + 2)],
              [size, value],
              `${dtype} ${size} x ${value}`,
            );
          });
        }
      }
    }
  });

  it('copies plain memory between all dtypes as the reference loop does', () => {
    for (const size of sizes) {
      for (const to of dtypes) for (const from of dtypes) copies([size], to, from, (x) => x);
    }
  });

  it('copies transposed, permuted, sliced and broadcast views between dtypes like the reference loop', () => {
    for (const to of dtypes) {
      for (const from of dtypes) {
        copies([3, 5], to, from, (x) => viewTranspose(x));
        copies([33, 65], to, from, (x) => viewTranspose(x));
        copies([200, 130], to, from, (x) => viewTranspose(x));
        copies([2, 3, 4], to, from, (x) => viewPermute(x, [2, 0, 1]));
        copies([4, 3, 5, 2], to, from, (x) => viewPermute(x, [0, 3, 1, 2]));
        copies([9], to, from, (x) => viewSlice(x, 0, 1, 9, 3));
        copies([6, 40], to, from, (x) => viewSlice(x, 1, 3, 20));
        copies([6, 4], to, from, (x) => viewSlice(x, 0, 1, 6, 2));
        copies([1], to, from, (x) => viewBroadcast(x, [17]));
        copies([3, 1], to, from, (x) => viewBroadcast(x, [2, 3, 5]));
        copies([19], to, from, (x) => viewBroadcast(x, [4, 19]));
        copies([0, 3], to, from, (x) => viewTranspose(x));
      }
    }
  });

  it('converts floats out of range to integers modulo 2^32 or 2^8, NaN and infinity to 0', () => {
    const values = [
      0.99, -0.99, 255.5, 256, -1, 2147483647, 2147483648, -2147483649, 4294967296.5, 1e12, -1e19, 1e30,
    ];
    for (const from of ['f32', 'f64'] as const) {
      for (const to of ['i32', 'u8'] as const) {
        scope(() => {
          const x = tensor([...values, Number.NaN, Number.POSITIVE_INFINITY, -0], { dtype: from });
          expectReference(
            copyKernel,
            [empty(x.shape, { dtype: to }), x],
            [1, x.size, 1, 1],
            `${to} from ${from}`,
          );
        });
      }
    }
  });

  it('copies into strided targets and leaves what lies between', () => {
    scope(() => {
      const target = tensor(randomValues('f32', 60, 4), { shape: [10, 6] });
      const source = tensor(randomValues('f32', 12, 5), { shape: [3, 4] });
      copyCase(
        viewTranspose(viewSlice(viewSlice(target, 0, 1, 9, 2), 1, 1, 4)),
        source,
        'into columns of every other row',
      );
    });
  });

  it('draws uniform, normal and Bernoulli numbers with the bits of the reference loops', () => {
    const generator = createGenerator(2n ** 63n + 12345n);
    for (const size of sizes) {
      scope(() => {
        for (const dtype of ['f32', 'f64'] as const) {
          const out = empty([size], { dtype });
          expectReference(uniformKernel, [out, generator.draw()], [size, 0, 1], `${dtype} ${size}`);
          expectReference(
            uniformKernel,
            [out, generator.draw()],
            [size, -0.37, 1.9],
            `${dtype} ${size}, range`,
          );
          expectReference(normalKernel, [out, generator.draw()], [size, 0, 1], `${dtype} ${size}`);
          expectReference(
            normalKernel,
            [out, generator.draw()],
            [size, 0.3, 0.07],
            `${dtype} ${size}, scaled`,
          );
        }
        for (const dtype of dtypes) {
          for (const probability of [0, 0.3, 1]) {
            const out = empty([size], { dtype });
            const context = `${dtype} ${size}, probability ${probability}`;
            expectReference(bernoulliKernel, [out, generator.draw()], [size, probability], context);
          }
        }
      });
    }
  });

  it('adds in place as the reference loop does', () => {
    for (const dtype of dtypes) {
      for (const size of sizes) {
        scope(() => {
          const [x, y] = [tensor(randomValues(dtype, size, 9)), tensor(randomValues(dtype, size, 10))];
          expectReference(addInPlaceKernel, [x, y], [size], `${dtype} ${size}`);
        });
      }
    }
  });

  it('gathers rows as the reference loop does', () => {
    for (const dtype of dtypes) {
      for (const rowSize of [1, 3, 16, 33, 784]) {
        for (const count of [0, 1, 5, 128]) {
          scope(() => {
            const table = tensor(randomValues(dtype, 11 * rowSize, 6));
            const indices = tensor(
              (randomValues('i32', count, 7) as Int32Array).map((word) => Math.abs(word) % 11),
            );
            const out = empty([count, rowSize], { dtype });
            expectReference(
              gatherRowsKernel,
              [out, table, indices],
              [count, rowSize],
              `${dtype} ${count} x ${rowSize}`,
            );
          });
        }
      }
    }
  });

  it('runs a kernel that it does not know by its reference loop, and counts it', () => {
    scope(() => {
      const name = 'describeBackendUnknown';
      const plusOne = defineKernel(name, ([out, x], [n]) => {
        for (let i = 0; i < n!; i++) out![i] = x![i]! + 1;
      });
      const before = current().report().reference[name] ?? 0;
      const x = tensor([1, 2, 3]);
      const y = empty([3]);
      run(plusOne, [y, x], [3]);
      run(plusOne, [y, y], [3]);
      expect([...y.toArray()]).toEqual([3, 4, 5]);
      expect(current().report().reference[name]).toBe(before + 2);
      expect(current().report().fast[name]).toBeUndefined();
    });
  });

  it('runs a kernel for the host as its loop, between the kernels of a compiled step too', () => {
    const name = 'describeBackendHost';
    const seen: number[] = [];
    const plusTen = defineKernel(
      name,
      ([x], [n]) => {
        seen.push(x![0]!);
        for (let i = 0; i < n!; i++) x![i]! += 10;
      },
      { host: true },
    );
    const step = compile((x: Tensor) => {
      const y = empty(x.shape);
      copyInto(y, x);
      run(plusTen, [y], [y.size]);
      const z = empty(x.shape);
      copyInto(z, y);
      return z;
    });
    const before = current().report();
    scope(() => {
      for (let i = 0; i < 9; i++) expect([...step(tensor([i, 1])).toArray()]).toEqual([i + 10, 11]);
    });
    step.dispose();
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const after = current().report();
    expect(after.host[name]).toBe((before.host[name] ?? 0) + 9);
    expect(after.reference[name] ?? after.fast[name]).toBeUndefined();
  });

  it('counts every run of a kernel once, as its own or as the reference loop', () => {
    const count = () => {
      const { fast, reference } = current().report();
      return (fast['fill'] ?? 0) + (reference['fill'] ?? 0);
    };
    const before = count();
    scope(() => {
      for (let i = 0; i < 5; i++) run(fillKernel, [empty([3])], [3, i]);
    });
    expect(count()).toBe(before + 5);
  });

  it('runs a host callback at once', () => {
    scope(() => {
      const x = tensor([1]);
      current().host(() => assign(x, [2]));
      expect(x.item()).toBe(2);
    });
  });
}

function copies(shape: Shape, to: DType, from: DType, view: (x: Tensor) => Tensor): void {
  scope(() => {
    const size = shape.reduce((product, length) => product * length, 1);
    const x = view(tensor(randomValues(from, size, 8), { shape }));
    copyCase(empty(x.shape, { dtype: to }), x, `${to} from ${from} ${shapeText(x.shape)}`);
  });
}

function copyCase(out: Tensor, x: Tensor, context: string): void {
  expectReference(copyKernel, [out, x], walkNumbers(out.shape, [out.strides, x.strides]), context);
}
