// Times matrix products and convolutions of both builds on one thread, in GFLOP/s and as a share of the
// core's peak: multiply-adds on registers alone, timed in turn with each case. A Winograd convolution needs
// fewer multiplications than the direct sum by which its speed is counted, so its share may exceed 1. Run it
// after `build:wasm`:
//
//   node scripts/bench-products.mjs [portable|relaxed] [part of a case's name]
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { headerBytes, partialsBytes, scratchBytes } from '../src/runtime/abi.ts';
import { blockBytes, writeBlock } from '../src/runtime/argument-block.ts';
import { instantiate } from '../src/runtime/instantiate.ts';

// Short, so that some of many runs are not interrupted.
const limitTurns = 4000;
const limitFlops = limitTurns * 12 * 4 * 2;

const [onlyBuild, onlyCase = ''] = process.argv.slice(2);
const root = new URL('..', import.meta.url);

/** A linear layer's three products: y = x w^T, dw = dy^T x, dx = dy w. */
const linear = (batch, from, to) => [
  [`linear ${batch}x${from}x${to} forward`, 1, batch, to, from, 0, from, 1, 0, 1, from],
  [`linear ${batch}x${from}x${to} weights`, 1, to, from, batch, 0, 1, to, 0, from, 1],
  [`linear ${batch}x${from}x${to} input`, 1, batch, from, to, 0, to, 1, 0, from, 1],
];
/** A B, A^T B, A B^T and A^T B^T of squares. */
const square = (n) => [
  [`square ${n}`, 1, n, n, n, 0, n, 1, 0, n, 1],
  [`square ${n}, A transposed`, 1, n, n, n, 0, 1, n, 0, n, 1],
  [`square ${n}, B transposed`, 1, n, n, n, 0, n, 1, 0, 1, n],
  [`square ${n}, both transposed`, 1, n, n, n, 0, 1, n, 0, 1, n],
];
const products = [
  ...[linear(128, 784, 256), linear(128, 256, 128), linear(128, 128, 10), linear(256, 1024, 10)].flat(),
  ...[linear(256, 1024, 1024), linear(64, 3136, 128)].flat(),
  ...[square(64), square(256), square(512), square(1024)].flat(),
  ...[linear(32, 2, 16), linear(32, 16, 16), linear(32, 16, 1), linear(1, 784, 256)].flat(),
];

/**
 * Batch, channels, side of the image, outputs, side of the kernel, stride, groups; padded to keep the size.
 */
const convolutions = [
  [64, 1, 28, 32, 3, 1, 1],
  [64, 32, 14, 64, 3, 1, 1],
  [32, 64, 32, 64, 3, 1, 1],
  [16, 256, 14, 256, 3, 1, 1],
  [16, 512, 7, 512, 3, 1, 1],
  [32, 64, 32, 64, 3, 2, 1],
  [64, 32, 14, 64, 1, 1, 1],
  [64, 64, 14, 64, 3, 1, 64],
];

async function load(build) {
  const relaxed = build === 'relaxed';
  const flags = [
    '--enable',
    'simd',
    ...['--enable', 'threads', '--sharedMemory', '--maximumMemory', '65536'],
    ...(relaxed ? ['--enable', 'relaxed-simd'] : []),
    '--use',
    `RELAXED=${+relaxed}`,
  ];
  const { error, binary } = await compileLimit(flags);
  if (error) throw error;
  const memory = new WebAssembly.Memory({ initial: 4096, maximum: 65536, shared: true });
  const file = await readFile(new URL(`dist/${build}.wasm`, root));
  const kernels = instantiate(new WebAssembly.Module(file), memory);
  const { limit } = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } }).exports;
  let top = kernels.heapBase();
  const take = (bytes) => {
    const at = Math.ceil(top / 64) * 64;
    top = at + bytes;
    return at;
  };
  kernels.init(take(scratchBytes), take(partialsBytes));
  const area = take(256);
  new Float32Array(memory.buffer, area, 56).fill(0.25);
  const start = top;
  /** A block of arguments for fresh tensors of these sizes; earlier ones are overwritten. */
  const prepare = (sizes, numbers) => {
    top = start;
    const places = sizes.map((size) => take(size * 4));
    for (const [i, at] of places.entries()) {
      const array = new Float32Array(memory.buffer, at, sizes[i]);
      for (let j = 0; j < array.length; j++) array[j] = ((j * 7919) % 1024) / 1024;
    }
    const args = take(blockBytes(places.length, numbers.length)) + headerBytes;
    writeBlock(memory.buffer, args, places, numbers);
    return args;
  };
  return { kernels, prepare, limit: () => limit(limitTurns, area) };
}

async function compileLimit(flags) {
  let binary;
  const result = await asc.main(
    [
      'assembly/product/limit.ts',
      '--baseDir',
      fileURLToPath(root),
      '-O3',
      '--runtime',
      'stub',
      '--importMemory',
    ]
      .concat(flags)
      .concat(['--outFile', 'limit.wasm']),
    { writeFile: (_, contents) => (binary = contents) },
  );
  return { ...result, binary };
}

/** Min milliseconds of a call, in rounds of about 4 ms; `pause` runs between rounds. */
function fastest(call, pause, rounds = 40) {
  const time = (calls) => {
    const from = performance.now();
    for (let i = 0; i < calls; i++) call();
    return (performance.now() - from) / calls;
  };
  const calls = Math.max(1, Math.round(4 / Math.max(1e-4, time(3))));
  for (let i = 0; i < 10; i++) time(calls);
  const again = Math.max(1, Math.round(4 / Math.max(1e-4, time(calls))));
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rounds; i++) {
    pause();
    best = Math.min(best, time(again));
  }
  return best;
}

for (const build of ['portable', 'relaxed'].filter((name) => !onlyBuild || name === onlyBuild)) {
  const { kernels, prepare, limit } = await load(build);
  for (let i = 0; i < 50; i++) limit();
  const report = (name, flops, call) => {
    if (!name.includes(onlyCase)) return;
    let min = Number.POSITIVE_INFINITY;
    const ms = fastest(call, () => {
      for (let i = 0; i < 5; i++) {
        const from = performance.now();
        limit();
        min = Math.min(min, performance.now() - from);
      }
    });
    const speed = flops / ms / 1e6;
    const share = speed / (limitFlops / min / 1e6);
    const time = ms < 1 ? `${(ms * 1000).toFixed(2)} us` : `${ms.toFixed(2)} ms`;
    console.log(
      `${build}  ${name.padEnd(44)} ${time.padStart(11)} ${speed.toFixed(1).padStart(6)} GFLOP/s ${share.toFixed(2)}`,
    );
  };
  for (const [name, ...numbers] of products) {
    const [, m, n, k] = numbers;
    const args = prepare([m * n, m * k, k * n], [...numbers, 0]);
    report(name, 2 * m * n * k, () => kernels.matmul_f32(args, 0, 1));
  }
  for (const [batch, channels, side, outputs, kernel, stride, groups] of convolutions) {
    const pad = (kernel - 1) / 2;
    const out = Math.floor((side - 1) / stride) + 1;
    const numbers = [batch, channels, side, side, outputs, kernel, kernel, out, out];
    numbers.push(stride, stride, pad, pad, 1, 1, groups, 0);
    const x = batch * channels * side * side;
    const y = batch * outputs * out * out;
    const w = (outputs * channels * kernel * kernel) / groups;
    const flops = (2 * y * w) / outputs;
    const name = `conv ${batch} of ${channels}x${side}x${side} to ${outputs}, ${kernel}x${kernel} / ${stride}`;
    const suffix = groups > 1 ? ` in ${groups} groups` : '';
    for (const [what, kernelName, sizes] of [
      ['forward', 'conv2dBias_f32', [y, x, w, outputs]],
      ['input', 'conv2dInputGrad_f32', [x, y, w]],
      ['weights', 'conv2dWeightGrad_f32', [w, x, y]],
    ]) {
      const args = prepare(sizes, numbers);
      report(`${name}${suffix} ${what}`, flops, () => {
        kernels[kernelName](args, 0, 1);
        if (what === 'weights') kernels.conv2dWeightGradFinish_f32(args, 0, 1);
      });
    }
  }
}
