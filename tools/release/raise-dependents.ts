// Runs before `changeset version`: writes a changeset for each package for which a patch is not enough; see
// find-raises.ts.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Bump, findRaises, highestBumps } from './find-raises.ts';

const changesets = globSync('.changeset/*.md').flatMap((path) => {
  const [, header] = /^---\r?\n(.*?)^---/ms.exec(readFileSync(path, 'utf8')) ?? [];
  return header === undefined ? [] : [(parse(header) ?? {}) as Record<string, Bump>];
});
const manifests = globSync('packages/*/package.json').map((path) => JSON.parse(readFileSync(path, 'utf8')));

for (const [name, { bump, because }] of findRaises(manifests, highestBumps(changesets))) {
  const path = `.changeset/raised-${name.replace('@regopt/', '')}.md`;
  const text = `Needs the new version of ${because.join(' and ')}.`;
  writeFileSync(path, `---\n'${name}': ${bump}\n---\n\n${text}\n`);
  console.log(`${path}: ${name} gets a ${bump}. ${text}`);
}
