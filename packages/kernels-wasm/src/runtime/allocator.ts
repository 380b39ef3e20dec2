import { OutOfMemoryError } from '@regopt/tensor';
import { bytesOfClass, sizeClassOf } from './size-classes.ts';

/** Memory that can grow, such as a WebAssembly.Memory. */
export interface GrowableMemory {
  readonly byteLength: number;
  /** Adds at least `bytes`, or returns false and changes nothing. */
  grow(bytes: number): boolean;
}

/** Min bytes of one growth. Each growth detaches all host views and costs a call into the engine. */
const growth = 16 * 2 ** 20;

/**
 * Allocates blocks of one growing memory. A freed block goes to the free list of its size class. A training
 * step frees and allocates the same sizes each time, so it soon needs no new blocks. Before memory grows
 * although more of it is free than in use, adjacent free blocks are merged: the reserved bytes stay below
 * about twice the max bytes in use.
 */
export class Allocator {
  readonly #memory: GrowableMemory;
  /** Addresses of free blocks, by size class. */
  readonly #free: number[][] = [];
  #top: number;
  #freeBytes = 0;
  #usedBytes = 0;
  #buffers = 0;
  #bytes = 0;

  /** @param start first byte that it may use, a multiple of the block unit */
  constructor(memory: GrowableMemory, start: number) {
    this.#memory = memory;
    this.#top = start;
  }

  /** Number of blocks in use. */
  get buffers(): number {
    return this.#buffers;
  }

  /** Bytes requested and not freed. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Allocates `byteLength` bytes and returns their address, a multiple of 64.
   *
   * @throws OutOfMemoryError when memory has no room and cannot grow enough.
   */
  allocate(byteLength: number): number {
    if (byteLength > 2 ** 32) this.#fail(byteLength);
    const sizeClass = sizeClassOf(byteLength);
    const address = this.#free[sizeClass]?.pop();
    const size = bytesOfClass(sizeClass);
    if (address !== undefined) this.#freeBytes -= size;
    const result = address ?? this.#takeNew(size) ?? this.#fail(byteLength);
    this.#usedBytes += size;
    this.#buffers += 1;
    this.#bytes += byteLength;
    return result;
  }

  /** Frees a block of `allocate`; `byteLength` must be the same. */
  free(address: number, byteLength: number): void {
    const sizeClass = sizeClassOf(byteLength);
    this.#usedBytes -= bytesOfClass(sizeClass);
    this.#buffers -= 1;
    this.#bytes -= byteLength;
    this.#putBack(address, sizeClass);
  }

  #putBack(address: number, sizeClass: number): void {
    (this.#free[sizeClass] ??= []).push(address);
    this.#freeBytes += bytesOfClass(sizeClass);
  }

  /**
   * A block from the unused end of memory, which may grow, or from merged free blocks; undefined if there is
   * none.
   */
  #takeNew(size: number): number | undefined {
    const missing = this.#top + size - this.#memory.byteLength;
    if (missing > 0) {
      const joined = this.#freeBytes > this.#usedBytes ? this.#takeJoined(size) : undefined;
      if (joined !== undefined) return joined;
      if (!this.#memory.grow(Math.max(missing, growth)) && !this.#memory.grow(missing)) {
        return this.#takeJoined(size);
      }
    }
    const address = this.#top;
    this.#top += size;
    return address;
  }

  /**
   * Merges adjacent free blocks, allocates `size` bytes from the smallest range that fits, and rebuilds the
   * free lists.
   */
  #takeJoined(size: number): number | undefined {
    if (this.#freeBytes < size) return undefined;
    const stretches = this.#stretches();
    let best: Stretch | undefined;
    for (const stretch of stretches) {
      const bytes = stretch.end - stretch.start;
      if (bytes >= size && (best === undefined || bytes < best.end - best.start)) best = stretch;
    }
    const address = best?.start;
    if (best !== undefined) best.start += size;
    this.#free.length = 0;
    this.#freeBytes = 0;
    for (const { start, end } of stretches) {
      for (let at = start; at < end; ) {
        const sizeClass = largestClassWithin(end - at);
        this.#putBack(at, sizeClass);
        at += bytesOfClass(sizeClass);
      }
    }
    return address;
  }

  /** All free memory below the unused end, as ranges in address order, adjacent blocks merged. */
  #stretches(): Stretch[] {
    const blocks = this.#free.flatMap((addresses, sizeClass) =>
      addresses.map((start) => ({ start, end: start + bytesOfClass(sizeClass) })),
    );
    blocks.sort((a, b) => a.start - b.start);
    const stretches: Stretch[] = [];
    for (const block of blocks) {
      const last = stretches.at(-1);
      if (last?.end === block.start) last.end = block.end;
      else stretches.push(block);
    }
    return stretches;
  }

  #fail(byteLength: number): never {
    throw new OutOfMemoryError(
      `allocate: no room for ${byteLength} bytes: ${this.#buffers} buffers hold ${this.#bytes} bytes, ` +
        `${this.#memory.byteLength} are reserved and the memory grows no further. ` +
        'Free tensors by scope() or dispose(), or take smaller batches.',
    );
  }
}

interface Stretch {
  start: number;
  end: number;
}

/** The size class with the largest blocks of at most `bytes`, a multiple of the block unit. */
function largestClassWithin(bytes: number): number {
  const sizeClass = sizeClassOf(bytes);
  return bytesOfClass(sizeClass) <= bytes ? sizeClass : sizeClass - 1;
}
