import { describe, expect, it } from 'vitest';
import { fakeBuffers, fakeCommand } from '../testing/fake-commands.ts';
import type { Command } from './command.ts';
import { fuseActivations } from './fuse-activations.ts';

const product = (buffers: number[], activation = 0) =>
  fakeCommand('matmul', buffers, [100, 100, 100], { activation: true }, [1, 10, 10, 10, activation]);
const relu = (out: number, x: number) => fakeCommand('relu', [out, x], [100, 100], { elementwise: true });
const buffers = fakeBuffers(100, 100, 100, 100, 100);
const summary = (commands: readonly Command[], list = buffers) =>
  fuseActivations(commands, list).map(({ entry, places, numbers }) => [
    entry.name,
    places.map(({ buffer }) => buffer),
    numbers.at(-1),
  ]);

describe('fuseActivations', () => {
  it('lets a product apply the activation of its result', () => {
    expect(summary([product([2, 0, 1]), relu(3, 2)])).toEqual([['matmul', [3, 0, 1], 1]]);
    const sigmoid = { ...relu(3, 2), entry: { ...relu(3, 2).entry, name: 'sigmoid' } };
    expect(summary([product([2, 0, 1]), sigmoid])).toEqual([['matmul', [3, 0, 1], 3]]);
  });

  it.each([
    ['another command reads the result as well', [product([2, 0, 1]), relu(3, 2), relu(4, 2)]],
    ['a command lies in between', [product([2, 0, 1]), relu(4, 0), relu(3, 2)]],
    ['the product has an activation', [product([2, 0, 1], 2), relu(3, 2)]],
    ['the activation writes over an operand of the product', [product([2, 0, 1]), relu(0, 2)]],
    ['the activation reads something else', [product([2, 0, 1]), relu(3, 0)]],
  ])('leaves both where %s', (_, commands) => {
    expect(fuseActivations(commands, buffers)).toEqual(commands);
  });

  it('keeps both commands if the result outlives the step', () => {
    const kept = buffers.map((buffer, i) => (i === 2 ? { ...buffer, movable: false } : buffer));
    expect(summary([product([2, 0, 1]), relu(3, 2)], kept)).toHaveLength(2);
  });
});
