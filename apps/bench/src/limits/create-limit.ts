import type { Runner } from '../../peers/serve.mjs';
import { flopsOf } from '../flops-of.ts';
import { trafficOf } from '../traffic-of.ts';
import type { Work } from '../work.ts';
import type { LimitName } from './limit-name.ts';
import { type LimitJob, LimitThreads } from './limit-threads.ts';

/** The kind of limit, and the threads and build of ours that it applies to. */
export interface LimitSettings {
  readonly limit: LimitName;
  readonly threads: number;
  readonly portable: boolean;
}

/** Operations per turn of `multiplyAdd`: 12 multiply-adds of 4 lanes. */
const turnFlops = 12 * 4 * 2;
/** Bytes of a thread's area of `multiplyAdd`, and the address of the first area, which must not be 0. */
const areaBytes = 256;

/** The size of the memory, and the threads' jobs for a number of repeats. */
interface Plan {
  readonly bytes: number;
  jobs(times: number): readonly LimitJob[];
}

/** A lower bound of a work's time: the same operations on registers only, or the same memory traffic. */
export async function createLimit(work: Work, settings: LimitSettings): Promise<Runner> {
  const { bytes, jobs } = plans[settings.limit](work, settings.threads);
  const threads = await LimitThreads.create(settings.portable, bytes, settings.threads);
  // Small but not zero, so that sums neither overflow nor become denormal.
  const values = new Float32Array(threads.memory.buffer).fill(2 ** -10);
  return {
    run(times) {
      threads.run(jobs(times));
      return values[areaBytes / 4]!;
    },
    dispose: () => threads.close(),
  };
}

const eachThread = (threads: number, job: (thread: number) => LimitJob) =>
  Array.from({ length: threads }, (_, thread) => job(thread));

const plans: Readonly<Record<LimitName, (work: Work, threads: number) => Plan>> = {
  multiplyAdd(work, threads) {
    const flops = flopsOf(work);
    return {
      bytes: areaBytes * (threads + 1),
      jobs(times) {
        const turns = Math.ceil((times * flops) / turnFlops / threads);
        return eachThread(threads, (thread) => ({
          loop: 'multiplyAdd',
          repeats: 1,
          numbers: [turns, areaBytes * (thread + 1)],
        }));
      },
    };
  },
  /** Three arrays with the bytes of the work's traffic in total, so the same share of it stays in a cache. */
  triad(work, threads) {
    const bytes = Math.ceil(trafficOf(work) / 3 / threads / 64) * 64;
    const size = bytes * threads;
    // An odd number of cache lines between the arrays, so that they do not map to the same sets of a cache.
    const addresses = [0, 1, 2].map((array) => areaBytes + array * (size + 17 * 64));
    return {
      bytes: addresses[2]! + size,
      jobs: (times) =>
        eachThread(threads, (thread) => ({
          loop: 'triad',
          repeats: times,
          numbers: [...addresses.map((address) => address + thread * bytes), bytes],
        })),
    };
  },
};
