import { backward, conv2d, noGrad, parameter } from '@regopt/autograd';
import type { ConvolutionWork } from '../../work.ts';
import type { DoWork, WorkContext } from './do-work.ts';
import { draw } from './draw.ts';
import { repeat } from './repeat.ts';

export function prepareConvolution(work: ConvolutionWork, { generator }: WorkContext): DoWork {
  const { batch, inputs, outputs, size, side, pass } = work;
  const x = draw([batch, inputs, size, size], generator);
  const weight = draw([outputs, inputs, side, side], generator);
  const convolve = () => conv2d(x, weight, undefined, { padding: (side - 1) / 2 });
  if (pass === 'forward') {
    const run = repeat(false, [], convolve);
    return (times) => noGrad(() => run(times));
  }
  // The forward pass runs once: its tape can be walked repeatedly.
  const wanted = parameter(pass === 'inputGradient' ? x : weight);
  const y = convolve();
  const gradient = draw(y.shape, generator);
  return repeat(false, [], () => backward(y, { gradient }).get(wanted)!);
}
