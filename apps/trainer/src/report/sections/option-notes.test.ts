import { describe, expect, it } from 'vitest';
import { sampleConfig } from '../testing/sample-config.ts';
import { optionNotes } from './option-notes.ts';

describe('optionNotes', () => {
  it('explain every option of a run', () => {
    expect(Object.keys(sampleConfig).filter((name) => !(name in optionNotes))).toEqual([]);
  });

  it('name the formula of the weight decay, and the rules that use it', () => {
    expect(optionNotes['weightDecay']).toBe(
      'λ: L2, g + λw, in sgd and adam; apart from the gradient, w (1 − ηλ), in adamw and lion',
    );
  });
});
