import { sgd } from '@regopt/optim';
import { ones } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { noteKernels } from '../testing/note-kernels.ts';
import { maxTensors } from './argument-block.ts';

it("an optimizer's largest command fills the argument block of a kernel", () => {
  const counts: number[] = [];
  const train = () => {
    // Four tensors each: parameter, momentum, gradient and hyper.
    const parameters = Array.from({ length: maxTensors / 4 + 1 }, () => ones([1]));
    sgd(parameters, { momentum: 0.9 }).step(new Map(parameters.map((x) => [x, ones([1])])));
  };
  noteKernels(train, ({ kernel, before }) => kernel.name === 'sgd' && counts.push(before.length));
  const what =
    'maxTensors of packages/optim/src/parameter-updates.ts and of ' +
    'packages/kernels-wasm/src/runtime/argument-block.ts are one number';
  expect(counts, what).toEqual([maxTensors, 4]);
});
