import type { Edit } from '../edit.ts';

export const trainingEdits: readonly Edit[] = [
  {
    name: 'training/infinities-beside-the-weights',
    breaks: 'a state is not saved when a callback remembers an infinity',
    file: 'packages/training/src/checkpoint/session-saver.ts',
    find: 'notFinite(state.tensors, reserved)',
    put: 'notFinite(state.tensors)',
    tests: ['training', 'src/checkpoint/session-saver.test.ts'],
  },
  {
    name: 'training/diverged-end',
    breaks: 'the best weights are saved beside the moments of a step that diverged',
    file: 'packages/training/src/checkpoint/session-saver.ts',
    find: '!diverged && (await',
    put: '(await',
    tests: ['training', 'src/checkpoint/session-saver.test.ts'],
  },
  {
    name: 'training/misspelt-best',
    breaks: 'a misspelt path ends the process before the state is written',
    file: 'packages/training/src/checkpoint/checkpoints.ts',
    find: '      await saver.settle();\n      throw error;',
    put: '      throw error;',
    tests: ['training', 'src/checkpoint/best-epochs.test.ts'],
  },
  {
    name: 'training/locks-of-other-hosts',
    breaks: 'the lock of a running process of another host is taken over',
    file: 'packages/training/src/store/folder-lock.ts',
    find: '  if (host !== hostname()) return false;\n',
    put: '',
    tests: ['training', 'src/store/folder.test.ts'],
  },
  {
    name: 'training/opfs-replaced-while-read',
    breaks: 'a file that is replaced while a page reads it seems not to be there',
    file: 'packages/training/src/store/opfs.ts',
    find: 'if (found === undefined || tries === mostTries)',
    put: 'if (true)',
    tests: ['training', 'src/store/opfs.test.ts'],
  },
];
