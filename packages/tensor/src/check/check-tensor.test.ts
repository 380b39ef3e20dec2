import { describe, expect, it } from 'vitest';
import { ValueError } from '../errors.ts';
import { fillOnHost } from '../memory/fill-on-host.ts';
import { hostView } from '../memory/host-view.ts';
import { endLoan, lend } from '../memory/lend.ts';
import { markWritten } from '../memory/mark-written.ts';
import { keep } from '../memory/scope.ts';
import { writeOnHost } from '../memory/write-on-host.ts';
import {
  contiguous,
  viewBroadcast,
  viewPermute,
  viewReshape,
  viewSlice,
  viewTranspose,
} from '../shape/view.ts';
import { assign } from '../tensor/assign.ts';
import { cast, copyInto } from '../tensor/copy.ts';
import { ones, tensor } from '../tensor/create.ts';
import { emptyLike, fullLike } from '../tensor/empty-like.ts';
import { checkIndices, gatherRows } from '../tensor/gather-rows.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { checkTensor } from './check-tensor.ts';

const indices = tensor([0], { dtype: 'i32' });

/** Calls with one operand left open, by the start of their error message. */
const calls: Record<string, (x: Tensor) => unknown> = {
  'cast: x': (x) => cast(x, 'f64'),
  'copyInto: target': (x) => copyInto(x, ones([2])),
  'copyInto: source': (x) => copyInto(ones([2]), x),
  'assign: target': (x) => assign(x, [1, 2]),
  'writeOnHost: target': (x) => writeOnHost(x, [1, 2]),
  'fillOnHost: target': (x) => fillOnHost(x, () => {}),
  'hostView: x': (x) => hostView(x),
  'gatherRows: table': (x) => gatherRows(x, indices),
  'gatherRows: indices': (x) => gatherRows(ones([2]), x),
  'checkIndices: indices': (x) => checkIndices('checkIndices', x, 3),
  'contiguous: x': (x) => contiguous(x),
  'viewReshape: x': (x) => viewReshape(x, [2]),
  'viewPermute: x': (x) => viewPermute(x, [0]),
  'viewTranspose: x': (x) => viewTranspose(x),
  'viewSlice: x': (x) => viewSlice(x, 0, 0),
  'viewBroadcast: x': (x) => viewBroadcast(x, [2]),
  'keep: tensor': (x) => keep(x),
  'lend: x': (x) => lend(x),
  'endLoan: loan': (x) => endLoan(x, 'it ended.'),
  'markWritten: x': (x) => markWritten(x),
  'emptyLike: x': (x) => emptyLike(x),
  'emptyLike of a shape: x': (x) => emptyLike(x, [2], 'f32', 'emptyLike of a shape'),
  'fullLike: x': (x) => fullLike(x, 1),
};

describe('a value that is not a tensor', () => {
  for (const [operand, call] of Object.entries(calls)) {
    it(`is an error that says so: ${operand}`, () => {
      const given = [3, [1, 2], undefined, null, 'x', new Float32Array(2), {}, { shape: [2], dtype: 'f32' }];
      for (const x of given as unknown as Tensor[]) {
        expect(() => call(x)).toThrow(ValueError);
        expect(() => call(x)).toThrow(`${operand} is a tensor, got `);
      }
    });
  }

  it('is shown in the message', () => {
    expect(() => checkTensor('relu', [1, 2] as never)).toThrow(
      new ValueError('relu: x is a tensor, got [1, 2]; make one with tensor().'),
    );
    checkTensor('relu', ones([2]));
  });
});
