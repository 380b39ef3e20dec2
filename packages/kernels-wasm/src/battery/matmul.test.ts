import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callExport } from '../testing/call-export.ts';
import { compiledBuilds } from '../testing/compiled-builds.ts';
import { expectSameBits } from '../testing/expect-same-bits.ts';
import { type ProductSizes, plainProduct, productNumbers } from '../testing/matmul-oracle.ts';
import { randomFloats } from '../testing/random-floats.ts';

/** Row-major or column-major matrices, each batch element after the other. */
const sizes = (
  batch: number,
  m: number,
  n: number,
  k: number,
  aAcross = false,
  bAcross = false,
): ProductSizes => ({
  batch,
  m,
  n,
  k,
  aStrides: [m * k, ...(aAcross ? ([1, m] as const) : ([k, 1] as const))],
  bStrides: [k * n, ...(bAcross ? ([1, k] as const) : ([n, 1] as const))],
});

const span = (counts: number[], strides: readonly number[]) =>
  counts.includes(0) ? 0 : 1 + counts.reduce((sum, count, d) => sum + (count - 1) * strides[d]!, 0);

const guard = 7;

/** Runs a product on random numbers, checks that nothing but C changed, and returns C with the operands. */
function product(
  module: WebAssembly.Module,
  s: ProductSizes,
  { bias = false, activation = 0, threads = 1, seed = 1 } = {},
) {
  const a = randomFloats(span([s.batch, s.m, s.k], s.aStrides), seed);
  const b = randomFloats(span([s.batch, s.k, s.n], s.bStrides), seed + 1);
  const beta = bias ? randomFloats(s.n, seed + 2) : undefined;
  const size = s.batch * s.m * s.n;
  const out = new Float32Array(size + 2 * guard).fill(-77);
  const tensors = [out, a, b, ...(beta ? [beta] : [])];
  const name = bias ? 'matmulBias_f32' : 'matmul_f32';
  const after = callExport<Float32Array>(module, name, {
    tensors,
    offsets: [guard],
    numbers: productNumbers(s, activation),
    threads,
  });
  for (const [i, tensor] of after.entries()) if (i > 0) expectSameBits(tensor, tensors[i]!);
  const c = after[0]!.slice(guard, guard + size);
  expect([...after[0]!.slice(0, guard), ...after[0]!.slice(guard + size)]).toEqual(
    Array(2 * guard).fill(-77),
  );
  return { a, b, beta, c };
}

/** Compares with the plain loops: bit for bit if no fused instruction is used. */
function expectProduct(build: (typeof compiledBuilds)[number], s: ProductSizes, options = {}) {
  const { a, b, beta, c } = product(build.module, s, options);
  const plain = plainProduct(s, a, b, beta);
  if (build.name === 'portable') expectSameBits(c, plain.rounded);
  else expect(c.findIndex((value, i) => Math.abs(value - plain.exact[i]!) > plain.bound[i]!)).toBe(-1);
}

describe.each(compiledBuilds)('matmul in the $name build', (build) => {
  const { module } = build;
  const side = fc.integer({ min: 0, max: 40 });

  it('multiplies matrices of any size, transposed or not, with or without a bias', () => {
    fc.assert(
      fc.property(
        fc.record({ batch: fc.integer({ min: 0, max: 3 }), m: side, n: side, k: side, seed: fc.nat(1000) }),
        fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
        ({ batch, m, n, k, seed }, [aAcross, bAcross, bias]) => {
          expectProduct(build, sizes(batch, m, n, k, aAcross, bAcross), { bias, seed });
        },
      ),
      { seed: 20, numRuns: 150 },
    );
  });

  it('follows any strides of A and B, zero for a broadcast matrix, row or column', () => {
    const stride = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(
        fc.record({ batch: fc.integer({ min: 1, max: 3 }), m: side, n: side, k: side }),
        fc.tuple(stride, stride, stride),
        fc.tuple(stride, stride, stride),
        (counts, aStrides, bStrides) => expectProduct(build, { ...counts, aStrides, bStrides }),
      ),
      { seed: 21, numRuns: 150 },
    );
  });

  it.each([
    [130, 70, 385],
    [5, 530, 800],
    [250, 9, 1200],
    [1, 300, 784],
    [128, 10, 128],
    [23, 65, 3],
    [24, 64, 3],
    [32, 16, 2],
    [700, 8, 400],
    [23, 10, 800],
    [6, 9, 40],
    [41, 1034, 20],
    [14, 1024, 70],
  ])('cuts %i x %i products of depth %i into blocks without losing an edge', (m, n, k) => {
    for (const aAcross of [false, true]) {
      for (const bAcross of [false, true]) {
        expectProduct(build, sizes(1, m, n, k, aAcross, bAcross), { bias: aAcross });
      }
    }
  });

  it('reads backwards along negative strides', () => {
    const a = randomFloats(12, 5);
    const b = randomFloats(20, 6);
    const forwards = callExport<Float32Array>(module, 'matmul_f32', {
      tensors: [new Float32Array(15), a, b],
      numbers: [1, 3, 5, 4, 0, 4, 1, 0, 5, 1, 0],
    })[0];
    const backwards = callExport<Float32Array>(module, 'matmul_f32', {
      tensors: [new Float32Array(15), a.slice().reverse(), b.slice().reverse()],
      offsets: [0, 11, 19],
      numbers: [1, 3, 5, 4, 0, -4, -1, 0, -5, -1, 0],
    })[0];
    expectSameBits(backwards!, forwards!);
  });

  it.each([
    [1, 'relu_f32'],
    [2, 'tanh_f32'],
    [3, 'sigmoid_f32'],
  ])('applies activation %i with the bits of %s', (activation, name) => {
    for (const s of [sizes(3, 7, 13, 5), sizes(1, 130, 517, 800, true), sizes(1, 23, 9, 0, false, true)]) {
      for (const bias of [false, true]) {
        const { c } = product(module, s, { bias });
        const [after] = callExport<Float32Array>(module, name, {
          tensors: [c.slice(), c],
          numbers: [c.length],
        });
        for (const threads of [1, 2])
          expectSameBits(product(module, s, { bias, activation, threads }).c, after!);
      }
    }
  });

  it('returns zeros, or the bias, for an empty sum', () => {
    expect(product(module, sizes(2, 3, 9, 0)).c).toEqual(new Float32Array(54));
    const { c, beta } = product(module, sizes(2, 3, 9, 0), { bias: true });
    expect([...c]).toEqual(Array.from({ length: 6 }, () => [...beta!]).flat());
  });

  it('has the same bits for any number of threads', () => {
    fc.assert(
      fc.property(
        fc.record({ batch: fc.integer({ min: 1, max: 9 }), m: side, n: side, k: side }),
        fc.tuple(fc.boolean(), fc.boolean()),
        ({ batch, m, n, k }, [bAcross, bias]) => {
          const s = sizes(batch, m, n, k, false, bAcross);
          const one = product(module, s, { bias }).c;
          for (const threads of [2, 3, 7]) expectSameBits(product(module, s, { bias, threads }).c, one);
        },
      ),
      { seed: 22, numRuns: 60 },
    );
    const wide = sizes(1, 130, 1100, 500, false, true);
    expectSameBits(product(module, wide, { threads: 3 }).c, product(module, wide).c);
    const tall = sizes(1, 1100, 130, 500, true);
    expectSameBits(product(module, tall, { threads: 3 }).c, product(module, tall).c);
  });

  it('has the same bits for a row in a batch of one and in a batch of many', () => {
    const many = sizes(1, 100, 90, 500, false, true);
    const { a, b, c } = product(module, many);
    const one = callExport<Float32Array>(module, 'matmul_f32', {
      tensors: [new Float32Array(90), a, b],
      offsets: [0, 77 * 500],
      numbers: productNumbers({ ...many, m: 1 }),
    })[0];
    expectSameBits(one!, c.slice(77 * 90, 78 * 90));
  });

  it('propagates NaN and infinities only to their own row and column', () => {
    const a = new Float32Array(9 * 9).fill(1);
    const b = new Float32Array(9 * 9).fill(1);
    a[8 * 9] = Number.NaN;
    b[8] = Number.POSITIVE_INFINITY;
    const [c] = callExport<Float32Array>(module, 'matmul_f32', {
      tensors: [new Float32Array(81), a, b],
      numbers: productNumbers(sizes(1, 9, 9, 9)),
    });
    for (let i = 0; i < 9; i++) {
      for (let j = 0; j < 9; j++)
        expect(c![i * 9 + j]).toBe(i === 8 ? Number.NaN : j === 8 ? Number.POSITIVE_INFINITY : 9);
    }
  });
});
