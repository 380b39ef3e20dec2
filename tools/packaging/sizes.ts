// pnpm sizes [--write]: prints the size of each package in a browser, minified, without the packages that it
// imports; `--write` writes it into the READMEs.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { orExit } from '../or-exit.ts';
import { measureSizes, type Weight } from './measure-sizes.ts';
import { packageNames } from './pack-all.ts';
import { kilobytes, writeSizes } from './size-line.ts';

const { values } = orExit(() => parseArgs({ options: { write: { type: 'boolean', default: false } } }));
const describe = ({ minified, gzipped }: Weight) => `${kilobytes(minified)}, ${kilobytes(gzipped)} gzipped`;

const pages = new Map<string, string>();
for (const name of packageNames) {
  const sizes = await measureSizes(name);
  console.log(`@regopt/${name}: ${describe(sizes.main)}`);
  for (const [what, weight] of sizes.parts) console.log(`  ${what}: ${describe(weight)}`);
  for (const [file, weight] of sizes.later) console.log(`  loaded on demand, ${file}: ${describe(weight)}`);
  for (const [file, weight] of sizes.files) console.log(`  or as a file, ${file}: ${describe(weight)}`);
  if (!values.write) continue;
  const path = `packages/${name}/README.md`;
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  pages.set(
    file,
    orExit(() => writeSizes(readFileSync(file, 'utf8'), sizes, path)),
  );
}
for (const [file, page] of pages) writeFileSync(file, page);
