import { matmul, noGrad, transpose } from '@regopt/autograd';
import type { MatmulWork } from '../../work.ts';
import type { DoWork, WorkContext } from './do-work.ts';
import { draw } from './draw.ts';
import { repeat } from './repeat.ts';

export function prepareMatmul({ m, k, n, transposed }: MatmulWork, { generator }: WorkContext): DoWork {
  const a = transposed === 'a' ? transpose(draw([k, m], generator)) : draw([m, k], generator);
  const b = transposed === 'b' ? transpose(draw([n, k], generator)) : draw([k, n], generator);
  const run = repeat(false, [], () => matmul(a, b));
  return (times) => noGrad(() => run(times));
}
