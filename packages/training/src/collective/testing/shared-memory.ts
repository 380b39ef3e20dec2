import type { Collective } from '../../contract/collective.ts';

/** Memory that the threads of one test share: two counters, and room for the values of all ranks. */
export const sharedMemory = (size: number): SharedArrayBuffer => new SharedArrayBuffer(8 + size * 4e5);

/** A collective of threads, each of which waits for the others in every call. */
export function connectThreads(memory: SharedArrayBuffer, rank: number, size: number): Collective {
  const [arrived, round] = [0, 1];
  const counters = new Int32Array(memory, 0, 2);
  const room = new Float32Array(memory, 8);
  const barrier = (): void => {
    const current = Atomics.load(counters, round);
    if (Atomics.add(counters, arrived, 1) === size - 1) {
      Atomics.store(counters, arrived, 0);
      Atomics.add(counters, round, 1);
      Atomics.notify(counters, round);
    } else if (Atomics.wait(counters, round, current, 20_000) === 'timed-out')
      throw new Error(`rank ${rank} waited for the others in vain`);
  };
  const allGather = (all: Float32Array, own: Float32Array): void => {
    room.set(own, rank * own.length);
    barrier();
    all.set(room.subarray(0, size * own.length));
    barrier();
  };
  return {
    rank,
    size,
    allGather,
    allReduce(values) {
      const all = new Float32Array(size * values.length);
      allGather(all, values);
      for (const i of values.keys()) {
        values[i] = 0;
        for (let each = 0; each < size; each++) values[i]! += all[each * values.length + i]!;
      }
    },
    broadcast() {
      throw new Error('not needed by the tests');
    },
    barrier,
    async close() {},
  };
}
