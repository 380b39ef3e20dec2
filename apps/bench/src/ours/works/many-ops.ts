import { add, matmul, noGrad } from '@regopt/autograd';
import type { ManyOpsWork } from '../../work.ts';
import type { DoWork, WorkContext } from './do-work.ts';
import { draw } from './draw.ts';
import { repeat } from './repeat.ts';

export function prepareManyOps({ op, count }: ManyOpsWork, { generator, compiled }: WorkContext): DoWork {
  const x = draw([4, 4], generator);
  const y = draw([4, 4], generator);
  const apply = { add, matmul }[op];
  const run = repeat(compiled, [], () => {
    let z = x;
    for (let i = 0; i < count; i++) z = apply(z, y);
    return z;
  });
  return (times) => noGrad(() => run(times));
}
