import type { Edit } from '../edit.ts';

export const dataEdits: readonly Edit[] = [
  {
    name: 'data/label-noise-fork',
    breaks: 'every batch of an epoch draws the same label noise',
    file: 'packages/data/src/loader/batch-writer.ts',
    find: 'noise.label.fork(index)',
    put: 'noise.label.fork(0)',
    tests: ['data', 'src/loader'],
  },
];
