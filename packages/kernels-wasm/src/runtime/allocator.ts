import { OutOfMemoryError } from '@regopt/tensor';
import { bytesOfClass, sizeClassOf } from './size-classes.ts';

/** Memory that grows at its end: what a WebAssembly.Memory does. */
export interface GrowableMemory {
  readonly byteLength: number;
  /** Adds at least `bytes`, or answers false and changes nothing. */
  grow(bytes: number): boolean;
}

/** Memory grows by at least this much, since each growth makes every host view stale and costs a call to the engine. */
const growth = 16 * 2 ** 20;

/**
 * Divides one growing memory into blocks. A freed block waits in the list of its size class for the next tensor of
 * about that size; a training step frees and takes the same sizes each time, so it soon allocates nothing new. When
 * memory would have to grow although more of it is free than in use, neighbouring free blocks are joined first: so no
 * more than about twice the bytes that were ever in use at once is reserved.
 */
export class Allocator {
  readonly #memory: GrowableMemory;
  /** By size class: addresses of free blocks. */
  readonly #free: number[][] = [];
  #top: number;
  #freeBytes = 0;
  #usedBytes = 0;
  #buffers = 0;
  #bytes = 0;

  /** @param start first byte it may use, a multiple of the block unit */
  constructor(memory: GrowableMemory, start: number) {
    this.#memory = memory;
    this.#top = start;
  }

  /** How many blocks are in use. */
  get buffers(): number {
    return this.#buffers;
  }

  /** Bytes that were asked for and not freed. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * The address of `byteLength` bytes that are not in use, a multiple of 64.
   *
   * @throws OutOfMemoryError when memory can neither hold nor grow to hold them.
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

  /** Takes back what `allocate` gave for the same `byteLength`. */
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

  /** A block from the memory's unused end, growing it, or from joined free blocks; undefined if there is none. */
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

  /** Joins free blocks that touch, takes `size` bytes from the smallest stretch that has them, and lists the rest anew. */
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

  /** All free memory below the unused end, as stretches that do not touch, in order. */
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
