import { ones } from '@regopt/tensor';
import { describeLayer } from '../testing.ts';
import { Flatten } from './flatten.ts';

describeLayer('Flatten', {
  variants: [
    { title: 'of pictures', create: () => new Flatten(), input: [2, 3, 4, 5], output: [2, 60] },
    {
      title: 'of vectors, which changes nothing',
      create: () => new Flatten(),
      input: [2, 3],
      output: [2, 3],
    },
    { title: 'of no examples', create: () => new Flatten(), input: [0, 3, 4], output: [0, 12] },
    {
      title: 'of axes 1 to 2',
      create: () => new Flatten({ startAxis: 1, endAxis: 2 }),
      input: [2, 3, 4, 5],
      output: [2, 12, 5],
    },
    {
      title: 'of all axes',
      create: () => new Flatten({ startAxis: 0 }),
      input: [2, 3, 4],
      output: [24],
    },
  ],
  errors: [
    [
      'refuses x without the axis',
      () => new Flatten().forward(ones([3])),
      'Flatten: axis 1 is outside a tensor of rank 1.',
    ],
    [
      'refuses an end before the start',
      () => new Flatten({ startAxis: 2, endAxis: 1 }).forward(ones([2, 3, 4])),
      'Flatten: the end axis 1 lies before the start axis 2 in [2,3,4].',
    ],
  ],
});
