// Makes wrong edits of the sources, one at a time, each in a copy of the tree, and lists those that no test
// detects. `--only TEXT` selects those whose name contains the text; `--jobs N` tests N of them in parallel.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { orExit } from '../or-exit.ts';
import { copyBuilt, copyTree } from './copy-tree.ts';
import { edits } from './edits/index.ts';
import { formatResult, formatResults } from './format-results.ts';
import { endCommands } from './run-command.ts';
import { noSpace, runEdits } from './run-edits.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { chosen, jobs } = orExit(() => {
  const { values } = parseArgs({
    options: { only: { type: 'string', default: '' }, jobs: { type: 'string', default: '1' } },
  });
  const jobs = Number(values.jobs);
  if (!(Number.isInteger(jobs) && jobs > 0))
    throw new Error(`mutations: --jobs must be a whole number above 0, got "${values.jobs}".`);
  const chosen = edits.filter(({ name }) => name.includes(values.only));
  if (chosen.length === 0) throw new Error(`mutations: no edit's name contains "${values.only}".`);
  return { chosen, jobs };
});

const temporary = mkdtempSync(join(tmpdir(), 'regopt-mutations-'));
process.on('exit', () => {
  endCommands();
  rmSync(temporary, { recursive: true, force: true });
});
process.on('uncaughtException', (error) => {
  const full = `mutations: ${error.message}: set TMPDIR to a folder with more space.`;
  console.error(noSpace(error.message) ? full : error);
  process.exit(2);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

const folders = Array.from({ length: Math.min(jobs, chosen.length) }, (_, i) => join(temporary, `${i}`));
for (const folder of folders) {
  mkdirSync(folder);
  copyTree(root, folder);
}

const results = await runEdits(chosen, {
  folders,
  testCommand: ({ tests: [project, ...filters] }) => [
    process.execPath,
    'node_modules/vitest/vitest.mjs',
    'run',
    '--bail=1',
    '--project',
    project,
    ...filters,
  ],
  buildCommand: ({ file }) =>
    file.startsWith('packages/kernels-wasm/assembly/')
      ? [process.execPath, 'packages/kernels-wasm/scripts/build-wasm.mjs']
      : undefined,
  restoreBuilt: (folder) => copyBuilt(root, folder),
  onResult: (result) => console.log(formatResult(result)),
});
console.log(`\n${formatResults(results)}`);
process.exitCode = results.every(({ outcome }) => outcome === 'killed') ? 0 : 1;
