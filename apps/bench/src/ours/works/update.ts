import { clipGradNorm } from '@regopt/optim';
import { scope, type Tensor } from '@regopt/tensor';
import type { ClipWork, UpdateWork } from '../../work.ts';
import { createOptimizer } from './create-optimizer.ts';
import type { DoWork, WorkContext } from './do-work.ts';
import { draw } from './draw.ts';

const tensorsOf = ({ tensors, size }: { tensors: number; size: number }, { generator }: WorkContext) =>
  Array.from({ length: tensors }, () => draw([size], generator));

const gradientsOf = (list: readonly Tensor[], work: UpdateWork | ClipWork, context: WorkContext) => {
  const values = tensorsOf(work, context);
  return new Map(list.map((parameter, i) => [parameter, values[i]!]));
};

export function prepareUpdate(work: UpdateWork, context: WorkContext): DoWork {
  const list = tensorsOf(work, context);
  const gradients = gradientsOf(list, work, context);
  const optimizer = createOptimizer(list, work.optimizer);
  return (times) => {
    for (let i = 0; i < times; i++) scope(() => optimizer.step(gradients));
    return list[0]!.data()[0]!;
  };
}

export function prepareClip(work: ClipWork, context: WorkContext): DoWork {
  // Clipping uses parameters only as keys of the gradients: small tensors are enough.
  const list = tensorsOf({ tensors: work.tensors, size: 1 }, context);
  const gradients = gradientsOf(list, work, context);
  return (times) => {
    for (let i = 1; i < times; i++) scope(() => void clipGradNorm(gradients, 1));
    return scope(() => clipGradNorm(gradients, 1).norm.item());
  };
}
