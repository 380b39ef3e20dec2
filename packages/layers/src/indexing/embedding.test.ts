import { createGenerator, tensor } from '@regopt/tensor';
import { describeLayer } from '../testing.ts';
import { Embedding, type EmbeddingOptions } from './embedding.ts';

const generator = createGenerator(1);
const indices = (values: number[][]) => tensor(values, { dtype: 'i32' });

describeLayer('Embedding', {
  variants: [
    {
      title: 'of a matrix of indices',
      create: (setting) => new Embedding(5, 3, setting),
      input: () =>
        indices([
          [4, 0, 4],
          [1, 2, 0],
        ]),
      output: [2, 3, 3],
      state: ['weight'],
    },
  ],
  golden: ({ count, size }, setting) => new Embedding(count!, size!, setting),
  errors: [
    [
      'refuses an empty table',
      () => new Embedding(0, 3, { generator }),
      'Embedding: count is a whole number >= 1, got 0.',
    ],
    [
      'says how to give a generator',
      () => new Embedding(5, 3, {} as EmbeddingOptions),
      'Embedding: draws random numbers and was given no generator: ' +
        'new Embedding(count, size, { generator }).',
    ],
    [
      'refuses an index past the table',
      () => new Embedding(5, 3, { generator }).forward(indices([[4, 5]])),
      'embedding: index 5 at position 1 is outside 0..4.',
    ],
    [
      'refuses indices that are fractions',
      () => new Embedding(5, 3, { generator }).forward(tensor([1, 2])),
      'embedding: indices are i32, got f32.',
    ],
  ],
});
