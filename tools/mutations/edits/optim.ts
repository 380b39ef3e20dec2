import type { Edit } from '../edit.ts';

export const optimEdits: readonly Edit[] = [
  {
    name: 'optim/second-group-numbers',
    breaks: 'a second group in one step reads the numbers of the first',
    file: 'packages/optim/src/optimizer.ts',
    find: 'last?.group !== state.group || last.steps !== state.steps',
    put: 'last === undefined || last.steps !== state.steps',
    tests: ['optim', 'src/optimizer.test.ts', 'src/parameter-groups.test.ts', 'src/group-rates.test.ts'],
  },
];
