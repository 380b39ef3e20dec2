import { startLimit } from './limits/start-limit.ts';
import { startOurs } from './ours/start-ours.ts';
import { installPeers } from './peers/install-peers.ts';
import { PeerWorkers, peersFolder } from './peers/peer-workers.ts';
import { runBench } from './run-bench.ts';
import { suites } from './suites.ts';

const say = (line: string) => process.stderr.write(`bench: ${line}\n`);

process.exitCode = await runBench(process.argv.slice(2), {
  suites,
  async prepare() {
    await installPeers(peersFolder, say);
  },
  open(suite) {
    const workers = new PeerWorkers();
    return {
      startOurs,
      challengers: (work) => workers.challengers(work),
      startLimit: async (work) => suite.limit && startLimit(suite.limit, work),
      close: () => workers.close(),
    };
  },
  write: (text) => process.stdout.write(text),
  say,
});
