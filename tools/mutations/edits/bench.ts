import type { Edit } from '../edit.ts';

export const benchEdits: readonly Edit[] = [
  {
    name: 'bench/skipped-way',
    breaks: 'a rival that one way of running cannot do is not measured by another',
    file: 'apps/bench/src/report/make-row.ts',
    find: "former === undefined || 'skipped' in former",
    put: 'former === undefined',
    tests: ['bench', 'src/report'],
  },
  {
    name: 'bench/first-sample',
    breaks: 'the count of a sample jumps after one slow first run',
    file: 'apps/bench/src/warm-up.ts',
    find: 'Math.min(times * 8, ',
    put: 'Math.min(Infinity, ',
    tests: ['bench', 'src/warm-up'],
  },
  {
    name: 'bench/gradient-of-the-input',
    breaks: 'the first product of a step counts three times',
    file: 'apps/bench/src/flops-of.ts',
    find: 'first ? 2 : 3',
    put: '3',
    tests: ['bench', 'src/flops-of', 'src/unit'],
  },
];
