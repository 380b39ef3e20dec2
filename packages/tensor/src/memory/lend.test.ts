import { describe, expect, it } from 'vitest';
import { memory } from '../backend/current-backend.ts';
import { DisposedError } from '../errors.ts';
import { assign } from '../tensor/assign.ts';
import { copyInto } from '../tensor/copy.ts';
import { tensor, zeros } from '../tensor/create.ts';
import { endLoan, lend } from './lend.ts';
import { keep, scope } from './scope.ts';

const reason = 'the buffer holds the next values. Copy what is to be kept.';

describe('a lent tensor', () => {
  it('shares memory and allocates none', () => {
    const x = tensor([1, 2]);
    const before = memory().buffers;
    const loan = lend(x);
    assign(x, [3, 4]);
    expect(loan.toNested()).toEqual([3, 4]);
    expect(memory().buffers).toBe(before);
  });

  it('throws its own sentence at every use after its end', async () => {
    const x = tensor([1, 2]);
    const loan = lend(x);
    endLoan(loan, reason);
    endLoan(loan, 'something else.');
    expect(() => loan.toArray()).toThrow(DisposedError);
    expect(() => loan.toArray()).toThrow(`data: ${reason}`);
    expect(() => copyInto(zeros([2]), loan)).toThrow(`copy: ${reason}`);
    expect(() => loan.read()).toThrow(`read: ${reason}`);
    expect(() => lend(loan)).toThrow(`lend: ${reason}`);
    expect(x.toNested()).toEqual([1, 2]);
  });

  it('is ended by no scope, and frees nothing', () => {
    const x = keep(tensor([1, 2]));
    let held = x;
    const loan = scope(() => {
      held = lend(x);
      return lend(x);
    });
    expect([held.toNested(), loan.toNested()]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    loan.dispose();
    expect(() => loan.toArray()).toThrow('freed');
    expect(x.toNested()).toEqual([1, 2]);
  });

  it('ends when the memory that it shares is freed', () => {
    const x = tensor([1, 2]);
    const loan = lend(x);
    const again = lend(loan);
    x.dispose();
    const lost = scope(() => lend(tensor([3])));
    for (const each of [loan, again, lost]) {
      expect(() => each.toArray()).toThrow(DisposedError);
      expect(() => each.toArray()).toThrow("data: the tensor's memory was freed");
    }
  });

  it('is the only kind of tensor that endLoan accepts', () => {
    const x = tensor([1, 2]);
    expect(() => endLoan(x, reason)).toThrow(
      'endLoan: the tensor owns its memory: it is not what lend() gave.',
    );
    expect(x.toNested()).toEqual([1, 2]);
  });
});
