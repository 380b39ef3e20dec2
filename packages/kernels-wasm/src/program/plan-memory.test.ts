import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeBuffers, fakeCommand } from '../testing/fake-commands.ts';
import { groupCommands } from './group-commands.ts';
import { planMemory } from './plan-memory.ts';

const single = (...commands: ReturnType<typeof fakeCommand>[]) =>
  groupCommands(commands, Number.POSITIVE_INFINITY);

describe('planMemory', () => {
  it('lets buffers with separate lifetimes share memory', () => {
    const groups = single(
      fakeCommand('a', [0, 3], [100, 100]),
      fakeCommand('b', [1, 0], [100, 100]),
      fakeCommand('c', [2, 1], [100, 100]),
    );
    const { offsets, byteLength } = planMemory(groups, fakeBuffers(100, 100, 100, 100));
    expect(byteLength).toBe(2 * 448);
    expect(offsets[0]).toBe(offsets[2]);
    expect(offsets[0]).not.toBe(offsets[1]);
  });

  it('does not place buffers that are not movable, or that no command uses', () => {
    const [first, second, third] = fakeBuffers(10, 10, 10);
    const plan = planMemory(single(fakeCommand('a', [0, 1], [10, 10])), [
      { ...first!, movable: false },
      second!,
      third!,
    ]);
    expect(plan.offsets).toEqual([undefined, 0, undefined]);
  });

  it('lets an elementwise result overwrite its operand, if nothing reads that later', () => {
    const row = { elementwise: true } as const;
    const groups = single(
      fakeCommand('start', [0, 4], [100, 100]),
      fakeCommand('relu', [1, 0], [100, 100], row),
      fakeCommand('tanh', [2, 1], [100, 100], row),
      fakeCommand('use', [3, 2, 1], [100, 100, 100]),
    );
    const { offsets } = planMemory(groups, fakeBuffers(100, 100, 100, 100, 100));
    expect(offsets[1]).toBe(offsets[0]);
    expect(offsets[2]).not.toBe(offsets[1]);
  });

  it('does not overwrite an operand that starts inside its buffer: their elements would not coincide', () => {
    const relu = fakeCommand('relu', [1, 0], [50, 50], { elementwise: true });
    const inside = { ...relu, places: [relu.places[0]!, { buffer: 0, byteOffset: 100 }] };
    const plan = (command: typeof relu) => {
      const groups = single(fakeCommand('start', [0, 2], [100, 100]), command);
      return planMemory(groups, fakeBuffers(100, 100, 100)).offsets;
    };
    expect(plan(relu)[1]).toBe(plan(relu)[0]);
    expect(plan(inside)[1]).not.toBe(plan(inside)[0]);
  });

  it('never shares a byte between overlapping lifetimes, and needs at most the sum of all buffers', () => {
    const list = fc.array(fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 20 });
    const lengths = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(list, lengths, (triples, sizes) => {
        const commands = triples.map((triple) => fakeCommand('any', [...new Set(triple)], [1, 1, 1]));
        const buffers = fakeBuffers(...sizes);
        const { offsets, byteLength } = planMemory(single(...commands), buffers);
        const lives = sizes.map((_, buffer) => {
          const uses = commands.flatMap(({ places }, at) =>
            places.some((p) => p.buffer === buffer) ? [at] : [],
          );
          return { first: uses[0], last: uses.at(-1) as number };
        });
        for (let a = 0; a < sizes.length; a++) {
          if (offsets[a] === undefined) continue;
          expect(offsets[a]! % 64).toBe(0);
          expect(offsets[a]! + 4 * sizes[a]!).toBeLessThanOrEqual(byteLength);
          for (let b = 0; b < a; b++) {
            if (
              offsets[b] === undefined ||
              lives[a]!.first! > lives[b]!.last ||
              lives[b]!.first! > lives[a]!.last
            )
              continue;
            const apart =
              offsets[a]! + 4 * sizes[a]! <= offsets[b]! || offsets[b]! + 4 * sizes[b]! <= offsets[a]!;
            expect(apart).toBe(true);
          }
        }
        const whole = sizes.reduce((sum, size) => sum + Math.ceil((4 * size) / 64) * 64, 0);
        expect(byteLength).toBeLessThanOrEqual(whole);
      }),
    );
  });
});
