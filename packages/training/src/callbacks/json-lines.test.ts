import { Relu } from '@regopt/layers';
import { scalar } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { epochEvent, fakeSession, stepEvent } from './fake-session.ts';
import { jsonLines } from './json-lines.ts';

const session = fakeSession(new Relu());

describe('jsonLines', () => {
  it('writes a whole line for each epoch and the end, and tells NaN and the infinities apart', async () => {
    const lines: string[] = [];
    const callback = jsonLines((line) => void lines.push(line));
    const validation = { loss: NaN, top: -Infinity, recall: Float64Array.of(0.5, Infinity) };
    await callback(epochEvent(1, { validation: validation as never }), session);
    await callback(stepEvent(5, scalar(1)), session);
    await callback({ type: 'end', reason: 'diverged', final: false, step: 10, epoch: 1 }, session);
    expect(lines).toEqual([
      '{"type":"epoch","epoch":1,"step":10,"learningRate":0.1,"train":{"loss":1},' +
        '"validation":{"loss":"NaN","top":"-Infinity","recall":[0.5,"Infinity"]},"evaluations":{}}\n',
      '{"type":"end","reason":"diverged","final":false,"step":10,"epoch":1}\n',
    ]);
  });

  it('writes every n-th step, with its loss, and reads no other', async () => {
    const lines: string[] = [];
    const callback = jsonLines((line) => void lines.push(line), { everySteps: 2 });
    for (const [i, loss] of [1, 0.5, 2, Infinity].entries()) {
      const done = callback(stepEvent(i + 1, scalar(loss)), session);
      expect(done === undefined).toBe(i % 2 === 0);
      await done;
    }
    expect(lines).toEqual([
      '{"type":"step","step":2,"epoch":1,"learningRate":0.1,"loss":0.5}\n',
      '{"type":"step","step":4,"epoch":1,"learningRate":0.1,"loss":"Infinity"}\n',
    ]);
  });

  it('waits for the writer, and passes on what it throws', async () => {
    let written = false;
    const slow = jsonLines(async () => {
      await null;
      written = true;
    });
    await slow(epochEvent(1, {}), session);
    expect(written).toBe(true);
    const full = jsonLines(() => Promise.reject(new Error('the disk is full')), { everySteps: 1 });
    await expect(full(epochEvent(1, {}), session)).rejects.toThrow('the disk is full');
    await expect(full(stepEvent(1, scalar(1)), session)).rejects.toThrow('the disk is full');
  });

  it('refuses what is no function or no count', () => {
    expect(() => jsonLines('log' as never)).toThrow(
      'jsonLines: takes a function that writes a line, got "log".',
    );
    expect(() => jsonLines(() => {}, { everySteps: 0 })).toThrow(
      'jsonLines: everySteps is a whole number >= 1, got 0.',
    );
  });
});
