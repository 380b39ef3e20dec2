import { describe, expect, it } from 'vitest';
import { parsePage } from '../testing/parse-page.ts';
import { confusionTable } from './confusion-table.ts';

const table = (confusion: number[][], names: string[], most: number) =>
  parsePage(`<!doctype html><title>t</title>${confusionTable(confusion, names, most).markup}`);

describe('confusionTable', () => {
  it('has a row per label, a column per prediction, and the share of right answers in each row', () => {
    const rows = table(
      [
        [90, 10],
        [0, 50],
      ],
      ['cat', 'dog'],
      10,
    ).all('tr');
    expect(rows[1]!.all('th').map(({ text }) => text)).toEqual(['is', 'cat', 'dog', 'right']);
    expect(rows.slice(2).map((row) => [...row.all('th'), ...row.all('td')].map(({ text }) => text))).toEqual([
      ['cat', '90', '10', '90.0%'],
      ['dog', '0', '50', '100.0%'],
    ]);
  });

  it('colours only mistakes, by the root of their share of the most frequent one', () => {
    const cells = table(
      [
        [1000, 1, 4],
        [16, 900, 0],
        [0, 0, 800],
      ],
      ['0', '1', '2'],
      16,
    ).all('td');
    const coloured = cells.filter(({ attributes }) => 'style' in attributes);
    expect(coloured.map(({ text, attributes }) => [text, attributes['style'], attributes['title']])).toEqual([
      ['1', '--strength:0.25', '0 taken for 1'],
      ['4', '--strength:0.50', '0 taken for 2'],
      ['16', '--strength:1.00', '1 taken for 0'],
    ]);
  });

  it('leaves the share of a class without examples empty', () => {
    const rows = table(
      [
        [0, 0],
        [1, 1],
      ],
      ['a', 'b'],
      1,
    ).all('tr');
    expect(rows[2]!.all('td').at(-1)!.text).toBe('');
  });
});
