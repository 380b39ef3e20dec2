import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findBrokenLinks } from './find-broken-links.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const repository = 'https://github.com/regopt/regopt';

const skipped = ['node_modules', 'dist', 'runs', '.git', '.turbo'];
const paths = globSync('**/*', {
  cwd: root,
  exclude: (name) => skipped.includes(name.split(/[\\/]/).at(-1) ?? ''),
})
  .map((path) => path.replaceAll('\\', '/'))
  .sort();
const pages = new Map(
  paths.filter((path) => path.endsWith('.md')).map((path) => [path, readFileSync(join(root, path), 'utf8')]),
);

describe('the links on the pages of this repository', () => {
  it('lead to existing files and headings, and those of packages work on npm', () => {
    expect([...pages.keys()]).toEqual(expect.arrayContaining(['README.md', 'packages/tensor/README.md']));
    expect(findBrokenLinks(pages, new Set(paths), repository)).toEqual([]);
  });
});

describe('the search for broken links', () => {
  const check = (page: string, text: string) =>
    findBrokenLinks(
      new Map([
        ['docs/a.md', '# One thing: `x`\n'],
        [page, text],
      ]),
      new Set(['docs', 'docs/a.md', 'docs/b.md', 'packages/low', 'packages/low/README.md', page]),
      repository,
    );

  it('finds a missing file or heading', () => {
    const good =
      '[a](a.md) [a](a.md#one-thing-x) [b](../docs) [b](../packages/low#readme) [c](#here)\n## ' +
      'Here\n[d](https://example.com/x)';
    expect(check('docs/b.md', good)).toEqual([]);
    expect(check('docs/b.md', '[a](c.md) [b](a.md#two) [c](#there)')).toEqual([
      'docs/b.md: c.md: no such file.',
      'docs/b.md: a.md#two: no such heading.',
      'docs/b.md: #there: no such heading.',
    ]);
  });

  it("finds a relative link on a package's page, and a wrong address of the repository", () => {
    const page = 'packages/low/README.md';
    expect(
      check(page, `[a](${repository}/blob/main/docs/a.md#one-thing-x) [b](${repository}/tree/main/docs)`),
    ).toEqual([]);
    const bad = `[a](LICENSE) [b](${repository}/blob/main/docs/c.md) [c](${repository}/docs/a.md)`;
    expect(check(page, bad)).toEqual([
      `${page}: LICENSE: a relative link does not work on npm.`,
      `${page}: ${repository}/blob/main/docs/c.md: no such file.`,
      `${page}: ${repository}/docs/a.md: ` +
        'no page of the repository, which are under /blob/main or /tree/main.',
    ]);
  });

  it('does not mistake code for a link', () => {
    expect(check('docs/b.md', '`x[0](1)`\n\n```ts\ny[0](z);\n```\n')).toEqual([]);
  });
});
