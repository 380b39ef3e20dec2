import { join } from 'node:path';
import { serve } from '../peers/serve.mjs';
import { benchFolder } from './bench-folder.ts';
import { openSuite } from './open-suite.ts';
import { installPeers, runInstaller } from './peers/install-peers.ts';
import { peersFolder } from './peers/peers-folder.ts';
import { pnpmCommand } from './peers/pnpm-command.ts';
import { type CheckedOutRevision, checkOutRevision } from './revision/check-out-revision.ts';
import { runBench } from './run-bench.ts';
import { suites } from './suites.ts';

const say = (line: string) => process.stderr.write(`bench: ${line}\n`);
const words = process.argv.slice(2);

// The bench starts itself as a worker, so ours and the limits run in separate processes, like the peers.
const worker = words[0] === '--worker' ? words[1] : undefined;
if (worker === 'ours') await serve((await import('./ours/create-ours.ts')).createOurs);
else if (worker === 'limit') await serve((await import('./limits/create-limit.ts')).createLimit);
else process.exitCode = await bench();

async function bench(): Promise<number> {
  let revision: CheckedOutRevision | undefined;
  return runBench(words, {
    suites,
    async prepare({ peers, compare, suites: chosen }) {
      if (peers)
        await installPeers(peersFolder, say).catch((error) =>
          say(`the peers could not be installed: ${error.message}`),
        );
      const script = chosen.some(({ sampling }) => sampling === 'fresh') ? 'build' : 'build:wasm';
      if (script === 'build') await build();
      if (compare !== undefined) revision = await checkOutRevision(compare, say, script);
      return async () => revision?.remove();
    },
    open: (suite, options) => openSuite(suite, { ...options, revision }),
    write: (text) => process.stdout.write(text),
    say,
  });
}

/** Builds the packages: a fresh process imports the built ones, as users do. */
async function build(): Promise<void> {
  say('building the packages');
  const [command, ...rest] = pnpmCommand();
  await runInstaller(command!, [...rest, 'build'], join(benchFolder, '../..'));
}
