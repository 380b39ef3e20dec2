import { describe, expect, it } from 'vitest';
import { renderReport } from './render-report.ts';
import { parsePage } from './testing/parse-page.ts';
import { sampleDigits } from './testing/sample-digits.ts';
import { sampleCurves, sampleMoons } from './testing/sample-toys.ts';

const hostile = [
  '</style><script>alert(1)</script>',
  '</title><img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '<!-- <script>',
  '&lt;b&gt; &amp;',
  'a\u0000b\u202ec',
];

describe('the report, opened from an untrusted source', () => {
  it.each(hostile)('shows %j as text wherever a run can put it', (text) => {
    const plain = sampleMoons(20);
    const data = {
      ...plain,
      recipe: text,
      summary: text,
      backend: text,
      classNames: [text, text],
      config: { ...plain.config, [text]: text, 'data.path': text, 'schedule.name': text },
      models: plain.models.map((model) => ({ ...model, name: text, title: text })),
    };
    const page = renderReport(data);
    const { errors, elements } = parsePage(page);
    expect(errors).toEqual([]);
    const tags = (some: typeof elements) => new Set(some.map(({ tag }) => tag));
    expect(tags(elements)).toEqual(tags(parsePage(renderReport(plain)).elements));
    for (const { attributes } of elements) {
      for (const name of Object.keys(attributes)) expect(name).not.toMatch(/^on/);
    }
    const shown = text.replace('\u0000', '\ufffd').replace(/\s+/g, ' ').trim();
    expect(elements.find(({ tag }) => tag === 'h1')!.text).toBe(shown);
    expect(elements.find(({ tag }) => tag === 'title')!.text).toContain(shown);
  });

  it.each([
    ['digits', sampleDigits()],
    ['the curve', sampleCurves()],
    ['the moons', sampleMoons()],
  ])('of %s asks no server for anything, and runs no script', (_, data) => {
    const page = renderReport(data);
    expect(page.replace(/base64,[^"]*/g, '').match(/https?:|\/\/\w|@import|url\(/)).toBe(null);
    const { elements, all } = parsePage(page);
    expect(all('script')).toEqual([]);
    expect(all('link')).toEqual([]);
    for (const { attributes } of elements) {
      for (const name of ['src', 'href']) {
        if (name in attributes) expect(attributes[name]).toMatch(/^data:image\/png;base64,/);
      }
    }
    const policy = all('meta').find(({ attributes }) => 'http-equiv' in attributes)!;
    expect(policy.attributes['content']).toBe("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
  });

  it('stays small: 100 epochs of digits, and the toys of 3,000 epochs', () => {
    expect(renderReport(sampleDigits(100)).length).toBeLessThan(150_000);
    expect(renderReport(sampleCurves(3000)).length).toBeLessThan(250_000);
    expect(renderReport(sampleMoons(3000)).length).toBeLessThan(400_000);
  });
});
