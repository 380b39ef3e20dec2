import type { Runner } from '../../peers/serve.mjs';
import { flopsOf } from '../flops-of.ts';
import { trafficOf } from '../traffic-of.ts';
import type { Work } from '../work.ts';
import type { LimitName } from './limit-name.ts';
import { type LimitJob, LimitThreads } from './limit-threads.ts';

/** Which limit, and how ours runs that it is for. */
export interface LimitSettings {
  readonly limit: LimitName;
  readonly threads: number;
  readonly portable: boolean;
}

/** Operations in a turn of `multiplyAdd`: 12 multiply-adds of 4 lanes. */
const turnFlops = 12 * 4 * 2;
/** Bytes of a thread's area of `multiplyAdd`, and where the first lies: not at address 0. */
const areaBytes = 256;

/** How many bytes the memory has, and the threads' jobs for so many times. */
interface Plan {
  readonly bytes: number;
  jobs(times: number): readonly LimitJob[];
}

/** The least that a work could take: the same operations on registers alone, or the same memory traffic. */
export async function createLimit(work: Work, settings: LimitSettings): Promise<Runner> {
  const { bytes, jobs } = plans[settings.limit](work, settings.threads);
  const threads = await LimitThreads.create(settings.portable, bytes, settings.threads);
  // Small and not zero, so that sums neither overflow nor become denormal.
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
  /** Three arrays that together have the bytes of the work's traffic, so that as much of it stays in a cache. */
  triad(work, threads) {
    const bytes = Math.ceil(trafficOf(work) / 3 / threads / 64) * 64;
    const size = bytes * threads;
    // An odd number of lines between the arrays, so that they do not meet in the same sets of a cache.
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
