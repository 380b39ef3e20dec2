import { describe, expect, it } from 'vitest';
import { fakeCommand } from '../testing/fake-commands.ts';
import { groupCommands } from './group-commands.ts';
import { schedule } from './schedule.ts';

const small = () => fakeCommand('small', [0, 1], [10, 10]);
const large = (row = {}) => fakeCommand('large', [0, 1], [100_000, 100_000], row);
const list = (commands: ReturnType<typeof large>[], threads: number) =>
  schedule(groupCommands(commands, 1000), threads).map(({ command, kernel, tiles, group, meets }) => [
    kernel === 65 ? 'finish' : command.entry.name,
    tiles,
    group,
    meets,
  ]);

describe('schedule', () => {
  it('runs large commands on all threads, with a barrier after each', () => {
    expect(list([large(), large()], 2)).toEqual([
      ['large', 1, 1, true],
      ['large', 1, 1, true],
    ]);
  });

  it('runs small commands on one thread, with one barrier after a run of them, and none at the end', () => {
    expect(list([small(), small(), large(), small(), small()], 2)).toEqual([
      ['small', 0, 1, false],
      ['small', 0, 1, true],
      ['large', 1, 1, true],
      ['small', 0, 1, false],
      ['small', 0, 1, false],
    ]);
  });

  it('lets one thread combine partial results after the barrier', () => {
    expect(list([large({ finish: 'sum' }), large()], 2)).toEqual([
      ['large', 1, 1, true],
      ['finish', 0, 1, true],
      ['large', 1, 1, true],
    ]);
    expect(list([{ ...small(), entry: large({ finish: 'sum' }).entry }], 2).map(([name]) => name)).toEqual([
      'large',
      'finish',
    ]);
  });

  it('runs a serial command on one thread, however large', () => {
    expect(list([large({ serial: true })], 4)).toEqual([['large', 0, 1, false]]);
  });

  it('divides a chain into tiles that fit the L1 cache, on one thread too', () => {
    const chain = [large({ elementwise: true }), large({ elementwise: true })];
    expect(list(chain, 1)).toEqual([
      ['large', 49, 2, false],
      ['large', 49, 2, false],
    ]);
    expect(list(chain, 2)).toEqual([
      ['large', 24, 2, true],
      ['large', 24, 2, true],
    ]);
  });

  it("uses the row's estimate of work", () => {
    expect(list([large({ work: () => 100 })], 2)).toEqual([['large', 0, 1, false]]);
    expect(list([large({ work: () => 1e6 })], 1)).toEqual([['large', 0, 1, false]]);
  });
});
