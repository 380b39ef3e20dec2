import { describe, expect, it } from 'vitest';
import { planSampling } from './sampling.ts';
import { fakeSuite } from './testing/fake-suite.ts';

describe('planSampling', () => {
  it('takes samples of a tenth of a second if there is time, and shorter ones in a long suite', () => {
    const few = planSampling(fakeSuite, 6, 7);
    expect(few).toEqual({ pairs: 7, warmUpSeconds: 0.4, sampleSeconds: 0.1, otherSeconds: 45 / 2 / 2 });
    expect(planSampling(fakeSuite, 60, 7).sampleSeconds).toBeCloseTo(45 / (60 * 20), 12);
    expect(planSampling(fakeSuite, 6000, 7)).toMatchObject({ warmUpSeconds: 0.1, sampleSeconds: 0.02 });
  });

  it('gives a slow rival less time, the more cases there are', () => {
    const cases = Array.from({ length: 40 }, () => fakeSuite.cases[0]);
    expect(planSampling({ ...fakeSuite, cases }, 6, 7).otherSeconds).toBeCloseTo(2 * 7 * 0.1, 12);
    expect(planSampling({ ...fakeSuite, cases }, 6000, 7).otherSeconds).toBeCloseTo(45 / 2 / 40, 12);
    expect(planSampling({ ...fakeSuite, cases: cases.slice(0, 1) }, 6, 7).otherSeconds).toBe(21);
  });

  it('takes fresh work once per sample, and fixed work once in total', () => {
    expect(planSampling({ ...fakeSuite, sampling: 'fresh' }, 6, 9)).toEqual({
      pairs: 9,
      warmUpSeconds: Number.MIN_VALUE,
      otherSeconds: 27,
    });
    expect(planSampling({ ...fakeSuite, sampling: 'fixed' }, 6, 9)).toEqual({
      pairs: 1,
      warmUpSeconds: 0,
      otherSeconds: Infinity,
    });
  });
});
