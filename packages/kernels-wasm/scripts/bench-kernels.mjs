// Times every kernel of the table on one thread, called as its case's `bench` calls it. For each call:
// nanoseconds for an element of its largest tensor; how much of what memory allows that is, by the time that
// `add` takes for as many bytes in the same run (two reads and a write, as a triad); and the row's `work`
// estimate, also as a multiple of the time. Products and convolutions are bound by arithmetic instead: see
// bench-products.mjs. In the root, after `build:wasm`:
//
//   pnpm --filter @regopt/kernels-wasm run bench:kernels [portable|relaxed] [part of a kernel's name]
import * as ops from '@regopt/autograd';
import { bytesPerElement, empty, scope, withBackend } from '@regopt/tensor';
import { rowsWithCases } from '../src/battery/cases-by-family.ts';
import { workOfCall } from '../src/program/work.ts';
import { rowName } from '../src/rows/kernel-row.ts';
import { createWasmBackend } from '../src/runtime/create-wasm-backend.ts';
import { fits } from '../src/runtime/dispatch.ts';

const [build = 'portable', only = ''] = process.argv.slice(2);
const backend = await createWasmBackend({ threads: 1, relaxed: build === 'relaxed' });

/** Runs `fn` on the back end, where `visit` sees each call of a kernel before it runs. */
function watch(fn, visit) {
  const watching = {
    name: 'watching',
    allocate: (byteLength) => backend.allocate(byteLength),
    free: (handle, byteLength) => backend.free(handle, byteLength),
    view: (...place) => backend.view(...place),
    run(kernel, tensors, numbers) {
      visit(kernel, tensors, numbers);
      backend.run(kernel, tensors, numbers);
    },
    host: (callback) => callback(),
    read: (tensor) => backend.read(tensor),
    memory: () => backend.memory(),
    report: () => backend.report(),
    dispose: () => {},
  };
  withBackend(watching, () => scope(fn));
}

/** Min nanoseconds of a call, over rounds of about a millisecond. */
function fastest(kernel, tensors, numbers) {
  const time = (calls) => {
    const from = performance.now();
    for (let i = 0; i < calls; i++) backend.run(kernel, tensors, numbers);
    return ((performance.now() - from) * 1e6) / calls;
  };
  for (let i = 0; i < 3; i++) time(1);
  const calls = Math.max(1, Math.round(1e6 / time(3)));
  let min = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 30; round++) min = Math.min(min, time(calls));
  return min;
}

const limits = new Map();
/** Nanoseconds of `add` over tensors of so many bytes together. */
function memoryLimit(bytes) {
  const n = Math.ceil(bytes / 12);
  if (!limits.has(n)) {
    const from = limits.size;
    watch(
      () => ops.add(empty([n]), empty([n])),
      (kernel, tensors, numbers) => {
        if (kernel.name === 'add') limits.set(n, fastest(kernel, tensors, numbers));
      },
    );
    if (limits.size === from) throw new Error('internal: ops.add calls no kernel add.');
  }
  return limits.get(n);
}

const micro = (nanoseconds) => `${(nanoseconds / 1000).toFixed(2)} us`;
const columns = (name, numbers, ...values) =>
  console.log(name.padEnd(55), ...values.map((value) => value.padStart(10)), ` ${numbers}`);

columns(`${build} build`, 'numbers', 'elements', 'time', 'ns/element', 'of memory', 'estimate', 'of time');
const reasons = [];
for (const { row, kernelCase } of rowsWithCases) {
  const { kernel } = row;
  if (!kernel.includes(only)) continue;
  if (typeof kernelCase.bench === 'string') {
    reasons.push(`${kernel}: ${kernelCase.bench}`);
    continue;
  }
  const seen = new Set();
  watch(kernelCase.bench, (called, tensors, numbers) => {
    const dtypes = tensors.map(({ dtype }) => dtype);
    const key = tensors.map(({ shape, strides }) => `${shape}/${strides}`).join();
    if (called.name !== kernel || !fits(row, dtypes) || seen.has(key)) return;
    seen.add(key);
    const elements = Math.max(...tensors.map(({ size }) => size));
    const bytes = tensors.reduce((sum, { size, dtype }) => sum + size * bytesPerElement[dtype], 0);
    const time = fastest(called, tensors, numbers);
    const estimate = workOfCall({ row }, tensors, numbers);
    columns(
      rowName(row),
      numbers.length > 8 ? `${numbers.slice(0, 8)},...` : numbers.join(),
      String(elements),
      micro(time),
      (time / elements).toFixed(2),
      (memoryLimit(bytes) / time).toFixed(2),
      row.serial ? 'serial' : micro(estimate),
      row.serial ? '' : (estimate / time).toFixed(2),
    );
  });
}
for (const reason of reasons) console.log(reason);
backend.dispose();
