import { describe, expect, it } from 'vitest';
import { sampleConfig } from '../testing/sample-config.ts';
import { optionNotes } from './option-notes.ts';

describe('optionNotes', () => {
  it('explain every option of a run', () => {
    expect(Object.keys(sampleConfig).filter((name) => !(name in optionNotes))).toEqual([]);
  });
});
