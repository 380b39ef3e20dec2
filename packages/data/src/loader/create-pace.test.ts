import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPace } from './create-pace.ts';

describe('a pace', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Number of calls until the next promise. */
  const calls = async (pace: () => Promise<void> | undefined): Promise<number> => {
    for (let count = 1; ; count++) {
      const pause = pace();
      if (pause === undefined) continue;
      await pause;
      return count;
    }
  };

  it('yields after 1, 2, 4, ... rounds until 4 ms are over, and then after 1 again', async () => {
    const pace = createPace();
    expect(await calls(pace)).toBe(1);
    for (const count of [1, 2, 4, 8, 16]) expect(await calls(pace)).toBe(count);
    vi.advanceTimersByTime(4);
    expect(await calls(pace)).toBe(32);
    for (const count of [1, 2, 4]) expect(await calls(pace)).toBe(count);
  });

  it('yields after each round that takes longer', async () => {
    const pace = createPace();
    for (let i = 0; i < 5; i++) {
      expect(await calls(pace)).toBe(1);
      vi.advanceTimersByTime(20);
    }
  });

  it('skips 63 rounds at most, if the timer of a hidden page is late', async () => {
    const pace = createPace();
    for (let i = 0; i < 10; i++) await calls(pace);
    expect(await calls(pace)).toBe(64);
  });
});
