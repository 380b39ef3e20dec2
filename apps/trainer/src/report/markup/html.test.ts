import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePage } from '../testing/parse-page.ts';
import { html } from './html.ts';

const page = (content: string) =>
  `<!doctype html><html lang="en"><title>t</title><body>${content}</body></html>`;

describe('html', () => {
  it('escapes text, and keeps its own markup', () => {
    const inner = html`<b>${'a < b & "c"'}</b>`;
    expect(html`<p title="${"it's"}">${inner}</p>`.markup).toBe(
      '<p title="it&#39;s"><b>a &lt; b &amp; &quot;c&quot;</b></p>',
    );
  });

  it('joins lists, writes numbers, and leaves nothing for false, null and undefined', () => {
    expect(html`[${[html`<i>1</i>`, 2, 'x', [false, null, undefined]]}]`.markup).toBe('[<i>1</i>2x]');
  });

  it('replaces characters that HTML cannot express by the replacement character', () => {
    expect(html`${'a\u0000b\u001bc\ud800d\ufdd0e\tf\n'}`.markup).toBe('a\ufffdb\ufffdc\ufffdd\ufffde\tf\n');
  });

  it('gives markup whose text a parser reads back unchanged, in contents and in attributes', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc
        .array(
          fc.constantFrom('<', '>', '&', '"', "'", '</i>', '<!--', '&lt', '\t', '\n', '\r', '\u0000', 'a'),
          {
            maxLength: 12,
          },
        )
        .map((parts) => parts.join('')),
    );
    const unwritable = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu;
    fc.assert(
      fc.property(text, (given) => {
        const shown = given.replace(unwritable, (c) => (c === '\t' || c === '\n' ? c : '\ufffd'));
        const { errors, all } = parsePage(page(html`<i title="${given}">${given}</i><u></u>`.markup));
        expect(errors).toEqual([]);
        expect(all('i')[0]!.attributes['title']).toBe(shown);
        expect(all('i')[0]!.text).toBe(shown.replace(/\s+/g, ' ').trim());
        expect(all('body')[0]!.all('i').length).toBe(1);
        expect(all('u').length).toBe(1);
      }),
      { seed: 20, numRuns: 300 },
    );
  });
});
