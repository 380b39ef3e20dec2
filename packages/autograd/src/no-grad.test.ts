import { tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { noGrad } from './no-grad.ts';
import { mul } from './ops/elementwise/mul.ts';
import { parameter } from './parameter.ts';
import { isRecording } from './tape.ts';

describe('noGrad', () => {
  it('records nothing inside, and records again afterwards', () => {
    const w = parameter(tensor([1]));
    expect(noGrad(() => mul(w, 2)).requiresGrad).toBe(false);
    expect(mul(w, 2).requiresGrad).toBe(true);
  });

  it('records again after an error too, and nests', () => {
    expect(() =>
      noGrad(() => {
        noGrad(() => {});
        expect(isRecording()).toBe(false);
        throw new Error('inside');
      }),
    ).toThrow('inside');
    expect(isRecording()).toBe(true);
  });

  it('refuses an asynchronous function, and one that returns another object with a then', () => {
    const awaitable = Object.fromEntries([['then', (done: () => void) => done()]]);
    expect(() => noGrad(() => awaitable)).toThrow('noGrad: the function is asynchronous.');
    expect(() => noGrad(async () => {})).toThrow(
      'noGrad: the function is asynchronous. Recording is switched for one call: await outside of it.',
    );
  });
});

describe('parameter', () => {
  it('returns the same tensor', () => {
    const x = tensor([1]);
    expect(parameter(x)).toBe(x);
  });

  it('must be a float', () => {
    expect(() => parameter(tensor([1], { dtype: 'i32' }))).toThrow('parameter: needs f32 or f64, got i32.');
  });

  it('requires a function', () => {
    expect(() => noGrad(5 as never)).toThrow('noGrad: takes a function, got 5.');
  });
});
