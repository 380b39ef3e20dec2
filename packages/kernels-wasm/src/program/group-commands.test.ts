import { describe, expect, it } from 'vitest';
import { fakeCommand } from '../testing/fake-commands.ts';
import type { Command } from './command.ts';
import { groupCommands } from './group-commands.ts';

const elementwise = { elementwise: true } as const;
const chainOf = (commands: readonly Command[], least = 100) =>
  groupCommands(commands, least).map(({ commands, elements }) => [
    commands.map(({ entry }) => entry.name).join(' '),
    elements,
  ]);

describe('groupCommands', () => {
  it('chains consecutive elementwise commands of equal length', () => {
    const n = [1000, 1000];
    expect(
      chainOf([
        fakeCommand('relu', [1, 0], n, elementwise),
        fakeCommand('dropout', [2, 1, 9], [1000, 1000, 4], elementwise),
        fakeCommand('matmul', [3, 2], n),
        fakeCommand('tanh', [4, 3], n, elementwise),
        fakeCommand('exp', [5, 4], [500, 500], elementwise),
      ]),
    ).toEqual([
      ['relu dropout', 1000],
      ['matmul', 0],
      ['tanh', 0],
      ['exp', 0],
    ]);
  });

  it('does not chain short commands', () => {
    const short = [1, 2, 3].map((i) => fakeCommand(`c${i}`, [i, i - 1], [99, 99], elementwise));
    expect(chainOf(short)).toEqual([
      ['c1', 0],
      ['c2', 0],
      ['c3', 0],
    ]);
  });

  it('starts a new chain if a command reads earlier elements shifted, or has another length', () => {
    const shifted = fakeCommand('shifted', [2, 1], [1000, 1000], elementwise);
    const places = [shifted.places[0]!, { buffer: 1, byteOffset: 4 }];
    const first = fakeCommand('first', [1, 0], [1000, 1000], elementwise);
    expect(chainOf([first, { ...shifted, places }])).toEqual([
      ['first', 0],
      ['shifted', 0],
    ]);
    expect(chainOf([first, fakeCommand('part', [2, 3, 1], [1000, 1000, 10], elementwise)])).toEqual([
      ['first', 0],
      ['part', 0],
    ]);
  });

  it('uses the row to compute the number of elements if it depends on the arguments', () => {
    const row = { elementwise: (numbers: readonly number[]) => (numbers[0] === 1 ? numbers[1]! : 0) };
    const add = (out: number, numbers: number[]) =>
      fakeCommand('add', [out, 0, 1], [1000, 1000, 1000], row, numbers);
    expect(chainOf([add(2, [1, 1000]), add(3, [1, 1000]), add(4, [2, 10, 100])])).toEqual([
      ['add add', 1000],
      ['add', 0],
    ]);
  });
});
