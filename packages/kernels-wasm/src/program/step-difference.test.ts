import { describe, expect, it } from 'vitest';
import { fakeBuffers, fakeCommand } from '../testing/fake-commands.ts';
import type { CapturedStep, Command, HostCallback } from './command.ts';
import { stepDifference } from './step-difference.ts';

/** A step on buffers 0..4: it allocates 0 to 3, and 4 is made outside it. */
function step(commands: readonly Command[], callbacks: readonly Partial<HostCallback>[] = []): CapturedStep {
  const buffers = fakeBuffers(8, 8, 8, 8, 8).map((buffer, i) => ({ ...buffer, own: i < 4 }));
  const callback = { run: () => {}, position: 0, onlyReads: false, target: undefined, fixed: undefined };
  return { commands, callbacks: callbacks.map((given) => ({ ...callback, ...given })), buffers };
}

const mul = fakeCommand('mul', [0, 4], [8, 8], {}, [8, 0.5]);
const relu = fakeCommand('relu', [1, 0], [8, 8]);
const like = (command: Command, change: Partial<Command>): Command => ({ ...command, ...change });

describe('stepDifference', () => {
  it('finds none between a step and itself, at any address of its memory', () => {
    expect(stepDifference(step([mul, relu]), step([mul, relu]))).toBeUndefined();
    const elsewhere = [
      like(mul, { places: [{ buffer: 3, byteOffset: 0 }, mul.places[1]!] }),
      like(relu, { places: [1, 3].map((buffer) => ({ buffer, byteOffset: 0 })) }),
    ];
    expect(stepDifference(step([mul, relu]), step(elsewhere))).toBeUndefined();
  });

  it('compares numbers by Object.is, and shows old and new value', () => {
    const numbers = (second: number) => step([like(mul, { numbers: [8, second] })]);
    expect(stepDifference(numbers(0.5), numbers(0.25))).toBe(
      'command 1 of 1, mul: number 2 was 0.5, is 0.25',
    );
    expect(stepDifference(numbers(0), numbers(-0))).toBe('command 1 of 1, mul: number 2 was 0, is -0');
    expect(stepDifference(numbers(Number.NaN), numbers(Number.NaN))).toBeUndefined();
    expect(stepDifference(step([mul]), step([like(mul, { numbers: [8] })]))).toBe(
      'command 1 of 1, mul: had 2 numbers, has 1',
    );
  });

  it('names the reader of memory that is filled with another number', () => {
    const fill = fakeCommand('fill', [0], [1], {}, [1, 2]);
    const other = like(fill, { numbers: [1, 3] });
    expect(stepDifference(step([fill, relu]), step([other, relu]))).toBe(
      'command 1 of 2, fill for relu: number 2 was 2, is 3',
    );
  });

  it('says which kernel runs instead of another', () => {
    expect(stepDifference(step([mul, relu]), step([mul, mul]))).toBe(
      'command 2 of 2, relu: was relu, is mul',
    );
    const wide = like(mul, { entry: { ...mul.entry, dtypes: ['f64', 'f64'] } });
    expect(stepDifference(step([mul]), step([wide]))).toBe(
      'command 1 of 1, mul: took f32, f32, takes f64, f64',
    );
    expect(stepDifference(step([mul]), step([like(mul, { entry: { ...mul.entry } })]))).toBe(
      'command 1 of 1, mul: another kernel of that name: define it once, outside of the step',
    );
  });

  it('says which operand differs', () => {
    const operands = (...places: [buffer: number, byteOffset: number][]) =>
      step([mul, like(relu, { places: places.map(([buffer, byteOffset]) => ({ buffer, byteOffset })) })]);
    const was = operands([1, 0], [0, 0]);
    const prefix = 'command 2 of 2, relu: operand 2';
    expect(stepDifference(was, operands([1, 0], [2, 0]))).toBe(
      `${prefix} is another tensor, made in the step`,
    );
    expect(stepDifference(was, operands([1, 0], [4, 0]))).toBe(
      `${prefix} is another tensor, from outside of the step`,
    );
    expect(stepDifference(was, operands([1, 0], [0, 4]))).toBe(`${prefix} begins at byte 4, began at 0`);
    expect(stepDifference(was, step([mul, like(relu, { sizes: [8, 4] })]))).toBe(
      `${prefix} had 8 elements, has 4`,
    );
    const moved = step([mul]);
    expect(
      stepDifference(step([mul]), {
        ...moved,
        buffers: moved.buffers.map((buffer) => ({ ...buffer, handle: buffer.handle + 64 })),
      }),
    ).toBe('command 1 of 1, mul: operand 2 is another tensor, from outside of the step');
  });

  it('counts commands and callbacks', () => {
    expect(stepDifference(step([mul, relu]), step([mul]))).toBe(
      'the step ran 1 commands, and 2 when it was captured',
    );
    expect(stepDifference(step([mul]), step([mul, relu]))).toBe(
      'the step ran 2 commands, and 1 when it was captured',
    );
    expect(stepDifference(step([mul]), step([mul], [{}]))).toBe(
      'the step ran 1 host callbacks, and 0 when it was captured',
    );
  });

  it('compares the fixed state of a callback, its tensor and its position', () => {
    const difference = (was: Partial<HostCallback>, is: Partial<HostCallback>) =>
      stepDifference(step([mul], [was]), step([mul], [is]));
    const owner = { name: 'one' };
    expect(difference({ fixed: owner }, { fixed: owner })).toBeUndefined();
    expect(difference({ fixed: owner }, { fixed: { ...owner } })).toBe(
      'host callback 1 of 1: uses another generator, optimizer or source of values',
    );
    expect(difference({ fixed: [1, 2] }, { fixed: Float32Array.of(1, 2) })).toBeUndefined();
    expect(difference({ fixed: [1, 2] }, { fixed: [1, 3] })).toBe(
      'host callback 1 of 1: value 2 was 2, is 3',
    );
    expect(difference({ position: 1 }, { position: 0 })).toBe(
      'host callback 1 of 1: runs after 0 commands, and ran after 1',
    );
    const target = { buffer: 4, byteOffset: 0 };
    expect(difference({ target }, { target })).toBeUndefined();
    expect(difference({ target }, { target: { buffer: 2, byteOffset: 0 } })).toBe(
      'host callback 1 of 1: its tensor is another tensor, made in the step',
    );
  });
});
