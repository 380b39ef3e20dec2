import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const columns = 110;
const rows = 80;

/** The lines of prose that are too long. Code, tables, addresses and the line of `sizes` stay whole. */
function findLongProse(path: string, text: string): string[] {
  let inCode = false;
  return text.split('\n').flatMap((line, i) => {
    if (line.trimStart().startsWith('```')) inCode = !inCode;
    const fixed = inCode || line.trimStart().startsWith('|') || /https:\/\/|<!-- sizes -->/.test(line);
    return fixed || line.length <= columns
      ? []
      : [`${path}:${i + 1}: ${line.length} columns, more than ${columns}: wrap the line.`];
  });
}

function findLongPage(path: string, text: string): string[] {
  const count = text.trimEnd().split('\n').length;
  return count <= rows
    ? []
    : [`${path}: ${count} lines, more than ${rows}: move what few readers need to a page under docs/.`];
}

const skipped = ['node_modules', 'dist', 'runs'];
const pages = globSync(['*.md', '{docs,tools,packages,apps,.changeset}/**/*.md'], {
  cwd: root,
  exclude: (name) => skipped.includes(name.split(/[\\/]/).at(-1) ?? ''),
}).map((path) => path.replaceAll('\\', '/'));
const findOn = (paths: readonly string[], find: (path: string, text: string) => string[]) =>
  paths.flatMap((path) => find(path, readFileSync(join(root, path), 'utf8')));

it('no line of prose on a page is longer than 110 columns', () => {
  const long = 'x'.repeat(111);
  expect(findLongProse('a.md', `# a\n${long}`)).toEqual([
    'a.md:2: 111 columns, more than 110: wrap the line.',
  ]);
  expect(findLongProse('a.md', `| ${long} |\n\`\`\`ts\n${long}\n\`\`\`\n[a](https://${long})`)).toEqual([]);
  // Records up to 0017 are older than this rule, and are never rewritten. Changelogs are generated.
  const held = pages.filter((path) => !/decisions\/00(0\d|1[0-7])|CHANGELOG/.test(path));
  expect(held.length).toBeGreaterThan(50);
  expect(findOn(held, findLongProse)).toEqual([]);
});

it('the README of a package or an app has at most 80 lines', () => {
  expect(findLongPage('a.md', `${'a\n'.repeat(80)}b\n`)).toEqual([
    'a.md: 81 lines, more than 80: move what few readers need to a page under docs/.',
  ]);
  const readmes = pages.filter((path) => /^(packages|apps)\/[^/]+\/README\.md$/.test(path));
  expect(readmes.length).toBeGreaterThan(8);
  expect(findOn(readmes, findLongPage)).toEqual([]);
});
