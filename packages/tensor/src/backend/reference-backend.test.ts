import { expect, it } from 'vitest';
import { empty, tensor } from '../tensor/create.ts';
import { describeBackend } from '../testing/describe-backend.ts';
import { withBackend } from './current-backend.ts';
import { createReferenceBackend } from './reference-backend.ts';

describeBackend('reference', createReferenceBackend);

it('says how many bytes the reference back end could not allocate', () => {
  const backend = createReferenceBackend();
  withBackend(backend, () => {
    tensor([1, 2]);
    expect(() => empty([2 ** 48])).toThrow(
      'allocate: the reference back end has no 1125899906842624 bytes more; it holds 8.',
    );
  });
});

it('says that the reference back end was disposed', () => {
  const backend = createReferenceBackend();
  const x = withBackend(backend, () => tensor([1, 2]));
  backend.dispose();
  expect(() => x.toArray()).toThrow('reference: the back end was disposed, and all its tensors with it.');
});

it('reports an unknown handle as an internal fault', () => {
  expect(() => createReferenceBackend().view(5, 4, 'f32', 0)).toThrow(
    'internal: the reference back end has no buffer 5.',
  );
});
