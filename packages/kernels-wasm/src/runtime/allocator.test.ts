import { OutOfMemoryError } from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Allocator } from './allocator.ts';

/** Memory without bytes: the allocator uses only its length. */
function memoryUpTo(maximum: number, byteLength = 4096) {
  return {
    byteLength,
    growths: 0,
    grow(bytes: number): boolean {
      if (this.byteLength + bytes > maximum) return false;
      this.byteLength += bytes;
      this.growths++;
      return true;
    },
  };
}

interface Block {
  readonly address: number;
  readonly bytes: number;
}

/** A list of requests: a size to allocate, or (negative) the index of a live block to free. */
const requests = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 3000 }),
    fc.integer({ min: 0, max: 2_000_000 }),
    fc.integer({ min: -1000, max: -1 }),
  ),
  { minLength: 1, maxLength: 300 },
);

function expectApart(blocks: readonly Block[], start: number, end: number): void {
  const sorted = [...blocks].sort((a, b) => a.address - b.address);
  let last = start;
  for (const { address, bytes } of sorted) {
    expect(address % 64).toBe(0);
    expect(address).toBeGreaterThanOrEqual(last);
    last = address + bytes;
  }
  expect(last).toBeLessThanOrEqual(end);
}

/** Performs the requests, except those for which there is no room. Returns the max bytes in use at a time. */
function follow(allocator: Allocator, memory: { byteLength: number }, list: readonly number[]): number {
  const live: Block[] = [];
  let maxInUse = 0;
  for (const request of list) {
    if (request >= 0) {
      try {
        live.push({ address: allocator.allocate(request), bytes: request });
      } catch (error) {
        expect(error).toBeInstanceOf(OutOfMemoryError);
      }
    } else if (live.length > 0) {
      const [gone] = live.splice(-request % live.length, 1);
      allocator.free(gone!.address, gone!.bytes);
    }
    const bytes = live.reduce((total, block) => total + block.bytes, 0);
    maxInUse = Math.max(maxInUse, bytes);
    expect(allocator.buffers).toBe(live.length);
    expect(allocator.bytes).toBe(bytes);
  }
  expectApart(live, 128, memory.byteLength);
  for (const { address, bytes } of live) allocator.free(address, bytes);
  return maxInUse;
}

describe('the allocator', () => {
  it('returns blocks that never overlap, in memory that grows without limit', () => {
    fc.assert(
      fc.property(requests, (list) => {
        const memory = memoryUpTo(Number.POSITIVE_INFINITY);
        follow(new Allocator(memory, 128), memory, list);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('returns blocks that never overlap when memory is nearly full, and reuses merged neighbours', () => {
    fc.assert(
      fc.property(requests, (list) => {
        const memory = memoryUpTo(5_000_000);
        const allocator = new Allocator(memory, 128);
        follow(allocator, memory, list);
        // Everything is free: one block must get all of it, however it was divided before.
        const whole = memory.byteLength - 128;
        const largest = allocator.allocate(Math.floor(whole / 1.13));
        expect(largest).toBeLessThan(memory.byteLength);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('reserves no more than about twice what was in use at once', () => {
    fc.assert(
      fc.property(requests, (list) => {
        const memory = memoryUpTo(Number.POSITIVE_INFINITY);
        const maxInUse = follow(new Allocator(memory, 128), memory, [...list, ...list, ...list]);
        // Block rounding, one growth of 16 MiB, and a range too short for the request that made memory grow.
        expect(memory.byteLength).toBeLessThan(2.5 * maxInUse + 64 * 300 + 2 * 16 * 2 ** 20 + 2_000_000);
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it('soon needs no new memory if a training step allocates the same sizes each time', () => {
    const memory = memoryUpTo(Number.POSITIVE_INFINITY);
    const allocator = new Allocator(memory, 128);
    const sizes = [40, 4000, 401408, 131072, 1, 0, 5120, 401408, 40];
    const step = () => {
      const blocks = sizes.map((bytes) => ({ bytes, address: allocator.allocate(bytes) }));
      for (const { address, bytes } of blocks) allocator.free(address, bytes);
      return blocks.map(({ address }) => address);
    };
    const first = new Set(step());
    const { growths } = memory;
    for (let i = 0; i < 1000; i++) for (const address of step()) expect(first.has(address)).toBe(true);
    expect(memory.growths).toBe(growths);
  });

  it('merges free neighbours instead of growing if more is free than in use', () => {
    const memory = memoryUpTo(Number.POSITIVE_INFINITY);
    const allocator = new Allocator(memory, 128);
    const blocks = Array.from({ length: 4096 }, () => allocator.allocate(4096));
    const reserved = memory.byteLength;
    for (const address of blocks) allocator.free(address, 4096);
    expect(allocator.allocate(12_000_000)).toBe(128);
    expect(memory.byteLength).toBe(reserved);
  });

  it('says how many bytes were requested, are in use and are reserved if there is no room', () => {
    const allocator = new Allocator(memoryUpTo(1_000_000), 128);
    allocator.allocate(1000);
    expect(() => allocator.allocate(2_000_000)).toThrow(
      new OutOfMemoryError(
        'allocate: no room for 2000000 bytes: 1 buffers hold 1000 bytes, 4096 are reserved ' +
          'and the memory grows no further. Free tensors by scope() or dispose(), or take smaller batches.',
      ),
    );
    expect(allocator.buffers).toBe(1);
    expect(() => allocator.allocate(2 ** 50)).toThrow('no room for 1125899906842624 bytes');
  });
});
