import { expect, it } from 'vitest';
import { solo } from './solo.ts';

it('a process without others has every value of all: its own', async () => {
  const [own, all] = [Float32Array.of(1, 2), new Float32Array(2)];
  solo.allReduce(own);
  solo.allGather(all, own);
  solo.broadcast(new Uint8Array(own.buffer), 0);
  solo.barrier();
  await solo.close();
  expect([solo.rank, solo.size, [...own], [...all]]).toEqual([0, 1, [1, 2], [1, 2]]);
});
