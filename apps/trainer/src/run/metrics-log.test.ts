import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { type LoggedEpoch, openMetricsLog } from './metrics-log.ts';

const epoch = (number: number, loss = 1 / number): LoggedEpoch => ({
  model: 'mlp',
  epoch: number,
  step: 10 * number,
  train: { loss },
  validation: { loss, accuracy: 0.5 },
  seconds: number,
  learningRate: 0.1,
});
const lineOf = (number: number): string => `${JSON.stringify(epoch(number))}\n`;

const none = (error: Error): void => {
  throw error;
};
let folder = '';
beforeEach(() => {
  folder = temporaryFolder();
});
const path = () => join(folder, 'metrics.jsonl');
const text = () => readFileSync(path(), 'utf8');

describe('the log of metrics', () => {
  it('has a line for each epoch, and tells NaN and the infinities apart', () => {
    const log = openMetricsLog(folder, [], none);
    expect(text()).toBe('');
    log.add(epoch(1));
    log.add(epoch(2, Number.NaN));
    log.add(epoch(3, Number.NEGATIVE_INFINITY));
    const lines = text().split('\n');
    expect(lines[0]).toBe(
      '{"model":"mlp","epoch":1,"step":10,"train":{"loss":1},"validation":{"loss":1,"accuracy":0.5},' +
        '"seconds":1,"learningRate":0.1}',
    );
    expect(lines.slice(1).map((line) => /"train":\{"loss":(.*?)\}/.exec(line)?.[1])).toEqual([
      '"NaN"',
      '"-Infinity"',
      undefined,
    ]);
  });

  it('of a resumed run has each epoch once, and none of the lines that a killed process left', () => {
    const known = [epoch(1), epoch(2)];
    for (const [i, left] of [
      lineOf(1) + lineOf(2) + lineOf(3) + lineOf(4).slice(0, 30),
      lineOf(1) + lineOf(2).slice(0, 9),
      lineOf(1) + lineOf(4),
      '',
    ].entries()) {
      writeFileSync(path(), left);
      const log = openMetricsLog(folder, known, none);
      expect(text(), `case ${i}`).toBe(lineOf(1) + lineOf(2));
      log.add(epoch(3));
      expect(text()).toBe(lineOf(1) + lineOf(2) + lineOf(3));
      rmSync(path());
    }
  });

  it('tells once that it cannot be written, and has every line once it can', () => {
    const told: Error[] = [];
    mkdirSync(path());
    const log = openMetricsLog(folder, [epoch(1)], (error) => told.push(error));
    log.add(epoch(2));
    expect(told.map(({ message }) => message)).toEqual([expect.stringContaining('EISDIR')]);
    expect(() => log.flush()).toThrow('EISDIR');
    rmSync(path(), { recursive: true });
    log.flush();
    expect(text()).toBe(lineOf(1) + lineOf(2));
    log.add(epoch(3));
    expect(text()).toBe(lineOf(1) + lineOf(2) + lineOf(3));
  });
});
