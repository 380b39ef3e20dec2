import type { Edit } from '../edit.ts';

const backward = 'packages/autograd/src/backward.ts';

export const autogradEdits: readonly Edit[] = [
  {
    name: 'autograd/backward-taken',
    breaks: 'two parameters get one tensor as their gradient',
    file: backward,
    find: 'taken.has(gradient.storage) || ',
    put: '',
    tests: ['autograd', 'src/backward.test.ts'],
  },
  {
    name: 'autograd/backward-offset',
    breaks: 'a gradient that begins inside of memory is given as it is',
    file: backward,
    find: ' || gradient.offset !== 0',
    put: '',
    tests: ['autograd', 'src/backward.test.ts'],
  },
  {
    name: 'autograd/backward-sort',
    breaks: 'an op is differentiated before all that used its result',
    file: backward,
    find: '[...found].sort((a, b) => b.id - a.id)',
    put: '[...found]',
    tests: ['autograd', 'src/backward.test.ts'],
  },
  {
    name: 'autograd/dropout-at-probability',
    breaks: 'an element whose number equals the probability is dropped',
    file: 'packages/autograd/src/ops/random/dropout.ts',
    find: 'uniform24(key!, i) >= probability!',
    put: 'uniform24(key!, i) > probability!',
    tests: ['autograd', 'ops/random/dropout.test.ts'],
  },
];
