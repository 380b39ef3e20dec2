import { add, mul } from '@regopt/autograd';
import {
  type Backend,
  compile,
  createReferenceBackend,
  DisposedError,
  empty,
  endLoan,
  fillOnHost,
  full,
  lend,
  ones,
  scalar,
  type Tensor,
  withBackend,
  writeOnHost,
} from '@regopt/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWasmBackend } from '../runtime/create-wasm-backend.ts';

let wasm: Backend;
beforeAll(async () => {
  wasm = await createWasmBackend({ threads: 1 });
});
afterAll(() => wasm.dispose());

/** The result of each call, or its error; `change` runs before call 6. */
function results(step: (x: Tensor) => Tensor, change: () => void): (number | string)[] {
  const x = scalar(1);
  const compiled = compile(step);
  const outcomes = Array.from({ length: 12 }, (_, i) => {
    if (i === 6) change();
    try {
      return compiled(x).item();
    } catch (error) {
      expect(error).toBeInstanceOf(DisposedError);
      return String(error);
    }
  });
  compiled.dispose();
  expect(() => compiled(x)).toThrow(new DisposedError('compile: the compiled step was disposed.'));
  return outcomes;
}

describe.each(['reference', 'wasm'])(
  'on the %s back end, a tensor from outside of a compiled step',
  (name) => {
    const onBackend = (test: () => void) => () =>
      withBackend(name === 'wasm' ? wasm : createReferenceBackend(), test);

    it(
      'may be freed and replaced: the next call captures the step again',
      onBackend(() => {
        let calls = 0;
        let outside = ones([]);
        const outcomes = results(
          (x) => {
            calls += 1;
            return add(x, outside);
          },
          () => {
            outside.dispose();
            outside = full([], 2);
          },
        );
        expect(outcomes).toEqual([2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3]);
        // One call allocates the result; then two captures, and two checks of each.
        expect(calls).toBe(name === 'wasm' ? 7 : 12);
        outside.dispose();
      }),
    );

    it(
      'that is written on the host may be replaced too',
      onBackend(() => {
        let count = scalar(0);
        const outcomes = results(
          (x) => {
            const target = count;
            fillOnHost(target, (values) => void (values[0]! += 1));
            return add(x, target);
          },
          () => {
            count.dispose();
            count = scalar(100);
          },
        );
        expect(outcomes).toEqual([2, 3, 4, 5, 6, 7, 102, 103, 104, 105, 106, 107]);
        count.dispose();
      }),
    );

    it(
      'that is a loan may end and be lent again',
      onBackend(() => {
        const lender = scalar(1);
        let loan = lend(lender);
        const outcomes = results(
          (x) => add(x, loan),
          () => {
            endLoan(loan, 'it is over.');
            loan = lend(lender);
          },
        );
        expect(outcomes).toEqual(Array(12).fill(2));
        lender.dispose();
      }),
    );

    it(
      'that was freed and is still used is an error of the op that uses it, at each call',
      onBackend(() => {
        const outside = ones([]);
        const freed = String(
          results(
            (x) => add(x, outside),
            () => outside.dispose(),
          ).at(-1),
        );
        expect(freed).toMatch("DisposedError: add: the tensor's memory was freed");
        const lender = ones([]);
        const loan = lend(lender);
        const outcomes = results(
          (x) => add(x, loan),
          () => endLoan(loan, 'it is over.'),
        );
        expect(outcomes).toEqual([...Array(6).fill(2), ...Array(6).fill('DisposedError: add: it is over.')]);
        lender.dispose();
      }),
    );

    it(
      'must not be freed by a host callback before its use',
      onBackend(() => {
        const outside = ones([]);
        let frees = false;
        const outcomes = results(
          (x) => {
            const one = empty([]);
            writeOnHost(one, () => {
              if (frees) outside.dispose();
              return [1];
            });
            return add(add(x, outside), one);
          },
          () => {
            frees = true;
          },
        );
        expect(outcomes.slice(0, 6)).toEqual(Array(6).fill(3));
        for (const outcome of outcomes.slice(6)) expect(outcome).toMatch("the tensor's memory was freed");
      }),
    );
  },
);

describe('memory that a compiled step makes, writes on the host and frees', () => {
  it('is freed with the program', () => {
    withBackend(wasm, () => {
      const { buffers, bytes } = wasm.memory();
      const x = scalar(3);
      const step = compile((x: Tensor) => {
        const two = empty([]);
        writeOnHost(two, [2]);
        return mul(x, two);
      });
      for (let i = 0; i < 5; i++) expect(step(x).item()).toBe(6);
      step.dispose();
      x.dispose();
      expect(wasm.memory()).toMatchObject({ buffers, bytes });
    });
  });
});
