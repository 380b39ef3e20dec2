import { describe, expect, it } from 'vitest';
import { epochEvent } from './fake-session.ts';
import { watchedValue } from './watched-value.ts';

const event = epochEvent(1, {
  train: { loss: 1 },
  validation: {
    loss: 2,
    recall: Float64Array.of(0.1, 0.2, 0.3, 0.4),
    pair: [5, 6],
    f1: { macro: 3 },
    'top.5': 4,
  } as never,
  evaluations: { 'set 1.5': { loss: NaN } },
});

describe('a watched value', () => {
  it('is the number at a path of an epoch event', () => {
    const at = (watch: string) => watchedValue('f', watch, event);
    expect(at('train.loss')).toBe(1);
    expect(at('validation.loss')).toBe(2);
    expect(at('validation.recall.2')).toBe(0.3);
    expect(at('validation.f1.macro')).toBe(3);
    expect(at('validation.top.5')).toBe(4);
    expect(at('evaluations.set 1.5.loss')).toBeNaN();
  });

  it('that is missing is an error that lists what there is', () => {
    expect(() => watchedValue('earlyStopping', 'validation.los', event)).toThrow(
      'earlyStopping: watch: an epoch has no number "validation.los"; did you mean "validation.loss"? ' +
        'It has train.loss, validation.loss, validation.recall.0 to validation.recall.3, ' +
        'validation.pair.0, validation.pair.1, validation.f1.macro, validation.top.5, ' +
        'evaluations.set 1.5.loss.',
    );
    for (const watch of ['step', 'validation', 'validation.recall', 'validation.recall.4', 'x.constructor'])
      expect(() => watchedValue('f', watch, event)).toThrow('f: watch: an epoch has no number');
  });

  it('that is missing because nothing was validated says so', () => {
    expect(() => watchedValue('f', 'validation.loss', epochEvent(1, {}))).toThrow(
      'f: watch: an epoch has no number "validation.loss". It has train.loss. ' +
        'The session has no option validation.',
    );
  });
});
