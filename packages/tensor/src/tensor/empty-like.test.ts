import { describe, expect, it } from 'vitest';
import { getBackend, withBackend } from '../backend/current-backend.ts';
import { createReferenceBackend } from '../backend/reference-backend.ts';
import { createGenerator } from '../random/generator.ts';
import { contiguous, viewTranspose } from '../shape/view.ts';
import { cast } from './copy.ts';
import { tensor } from './create.ts';
import { emptyLike, fullLike } from './empty-like.ts';

describe('emptyLike and fullLike', () => {
  it('have shape and dtype of a tensor by default', () => {
    const x = tensor([[1, 2]], { dtype: 'f64' });
    expect([emptyLike(x).shape, emptyLike(x).dtype]).toEqual([[1, 2], 'f64']);
    expect([emptyLike(x, [3], 'i32').shape, emptyLike(x, [3], 'i32').dtype]).toEqual([[3], 'i32']);
    expect(fullLike(x, 7).toNested()).toEqual([[7, 7]]);
    expect(fullLike(x, 7, []).item()).toBe(7);
  });

  it('are on the back end of the tensor, like everything made from a tensor', () => {
    const home = createReferenceBackend();
    const x = withBackend(home, () =>
      tensor([
        [1, 2],
        [3, 4],
      ]),
    );
    const made = [emptyLike(x), fullLike(x, 1), cast(x, 'f64'), contiguous(viewTranspose(x))];
    made.push(createGenerator(1).draw(home));
    for (const each of made) expect(each.storage.backend).toBe(home);
    expect(getBackend()).not.toBe(home);
  });
});
