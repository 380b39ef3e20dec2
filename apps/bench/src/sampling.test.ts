import { describe, expect, it } from 'vitest';
import { planSampling } from './sampling.ts';
import { fakeSuite } from './testing/fake-suite.ts';

describe('planSampling', () => {
  it('takes samples of a tenth of a second where there is time, and shorter ones in a long suite', () => {
    expect(planSampling(fakeSuite, 6, 7)).toEqual({ pairs: 7, warmUpSeconds: 0.4, sampleSeconds: 0.1 });
    expect(planSampling(fakeSuite, 60, 7).sampleSeconds).toBeCloseTo(60 / (60 * 20), 12);
    expect(planSampling(fakeSuite, 6000, 7)).toEqual({ pairs: 7, warmUpSeconds: 0.1, sampleSeconds: 0.02 });
  });

  it('takes what is fresh each time once a sample, and what is always the same once', () => {
    expect(planSampling({ ...fakeSuite, sampling: 'fresh' }, 6, 9)).toEqual({
      pairs: 9,
      warmUpSeconds: Number.MIN_VALUE,
    });
    expect(planSampling({ ...fakeSuite, sampling: 'fixed' }, 6, 9)).toEqual({ pairs: 1, warmUpSeconds: 0 });
  });
});
