import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { measureSizes, type Sizes } from './measure-sizes.ts';
import { packageNames } from './pack-all.ts';
import { findStaleSize, writeSizes } from './size-line.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kilo = (minified: number, gzipped: number) => ({ minified: minified * 1024, gzipped: gzipped * 1024 });
const sizes: Sizes = {
  main: kilo(40, 20),
  later: new Map([
    ['fast', kilo(50, 36)],
    ['slow', kilo(50, 30)],
  ]),
  files: new Map([['fast.wasm', kilo(160, 45)]]),
  parts: new Map([['one rule', kilo(3, 1.5)]]),
};
const page = writeSizes('# name\n\nIn a page: <!-- sizes --><!-- /sizes -->. More.\n', sizes, 'README.md');
const stale = (text: string) => findStaleSize(text, sizes, 'README.md');

describe('sizes --write', () => {
  it('replaces the marked line of a README and nothing else', () => {
    expect(page).toBe(
      '# name\n\nIn a page: <!-- sizes -->40.0 KB minified, 20.0 KB gzipped with everything; ' +
        '1.5 KB gzipped with one rule; and for the build that runs 36.0 KB gzipped, ' +
        'inlined as text, or 45.0 KB as a file<!-- /sizes -->. More.\n',
    );
    expect(writeSizes(page, { ...sizes, later: new Map(), parts: new Map() }, 'README.md')).toBe(
      '# name\n\nIn a page: <!-- sizes -->40.0 KB minified, ' +
        '20.0 KB gzipped with everything<!-- /sizes -->. More.\n',
    );
  });

  it('asks for the line if a README has none', () => {
    expect(() => writeSizes('# name\n', sizes, 'packages/name/README.md')).toThrow(
      'packages/name/README.md has no place for its sizes: ' +
        'write "In a page: <!-- sizes --><!-- /sizes -->." there once and run pnpm sizes --write.',
    );
  });

  it('refuses a second marked place, on the same line too', () => {
    const [place] = page.match(/<!-- sizes.*sizes -->/)!;
    for (const between of [' and ', '\n'])
      expect(() => writeSizes(`${place}${between}${place}`, sizes, 'README.md')).toThrow(
        'README.md has 2 places for its sizes: write "In a page: ',
      );
  });
});

describe("a README's sizes", () => {
  it('are accepted within 2 %, or 0.1 KB', () => {
    for (const text of [page, page.replace('20.0', '20.4'), page.replace('1.5', '1.6')])
      expect(stale(text)).toBeUndefined();
  });

  it('are outdated beyond that, as the message says', () => {
    expect(stale(page.replace('20.0', '20.5'))).toBe(
      'README.md says 20.5 KB, which is 20.0 KB now: run pnpm sizes --write.',
    );
    expect(stale(page.replace('1.5 KB', '1.3 KB'))).toContain('says 1.3 KB, which is 1.5 KB now');
  });

  it('are outdated if they list other parts', () => {
    expect(stale(page.replace('one rule', 'two rules'))).toMatch(
      /^README.md says ".*two rules.*" of its sizes/,
    );
    expect(stale('# name\n')).toMatch(
      /^README\.md says "" of its sizes, which are "40\.0 KB .*": run pnpm sizes --write\.$/,
    );
  });

  it.each(packageNames)('@regopt/%s are those of its sources', async (name) => {
    const path = `packages/${name}/README.md`;
    expect(
      findStaleSize(readFileSync(join(root, path), 'utf8'), await measureSizes(name), path),
    ).toBeUndefined();
  });

  it('appear only in marked lines', () => {
    const typed = ['README.md', ...globSync('{packages,apps}/*/README.md', { cwd: root })].flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8').replace(/<!-- sizes -->.*<!-- \/sizes -->/g, '');
      return [...text.matchAll(/\d[\d.]* [kKM]B\b/g)].map(([size]) => `${path}: ${size}`);
    });
    expect(typed).toEqual([]);
  });
});
