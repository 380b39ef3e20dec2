import { benchFolder } from './bench-folder.ts';
import { oursCommand } from './ours/ours-command.ts';
import type { OursSettings } from './ours/ours-settings.ts';
import { startOurs } from './ours/start-ours.ts';
import type { Peer } from './peers/peer.ts';
import { peers } from './peers/peers.ts';
import { peersFolder } from './peers/peers-folder.ts';
import { startContestant } from './peers/start-contestant.ts';
import { workerCommand } from './peers/worker-command.ts';
import { WorkerProcesses } from './peers/worker-processes.ts';
import type { Rival } from './run-case.ts';
import type { Participants } from './run-suite.ts';
import type { BenchCase, Suite } from './suite.ts';

/** The command-line options that the participants depend on. */
export interface SuiteOptions {
  readonly threads: number | 'auto';
  readonly portable: boolean;
  readonly peers: boolean;
  /** The Python interpreter whose PyTorch takes part; default: the system's. */
  readonly python?: string | undefined;
  /** Another revision of ours, and the folder of its bench. */
  readonly revision?: { readonly name: string; readonly benchFolder: string } | undefined;
}

/** Opens the participants of a suite, each in its own process. */
export function openSuite(suite: Suite, options: SuiteOptions): Participants {
  const { threads, portable, revision } = options;
  const processes = new WorkerProcesses();
  const settingsOf = ({ ours }: BenchCase): OursSettings => ({ threads, portable, compiled: true, ...ours });

  const startOurWay = (name: string, folder: string, { work }: BenchCase, settings: OursSettings) =>
    startOurs(name, processes.get(oursCommand(folder, 'ours'), name), work, settings);

  /** Ours as a rival under another name; its note gives its threads and build. */
  const oursAsRival = (
    name: string,
    folder: string,
    benchCase: BenchCase,
    settings: OursSettings,
  ): Rival => ({
    name,
    async start() {
      const { contestant, facts } = await startOurWay(name, folder, benchCase, settings);
      const threads = `${facts.threads} thread${facts.threads === 1 ? '' : 's'}`;
      return { ...contestant, note: `${threads}, ${facts.build}${facts.compiled ? ', captured' : ''}` };
    },
  });

  const peerAsRivals = (peer: Peer, benchCase: BenchCase): Rival[] => {
    const { name, threads: ways } = peer;
    // A rival gets at most as many threads as ours, for a fair comparison.
    const maxThreads = settingsOf(benchCase).threads;
    const chosen = ways?.filter((way) => maxThreads === 'auto' || way <= maxThreads) ?? [1];
    return chosen.map((way) => ({
      name,
      async start() {
        const setting = { folder: peersFolder, threads: way, python: options.python, env: process.env };
        const command = workerCommand(peer, setting);
        return (await startContestant(name, processes.get(command), benchCase.work)).contestant;
      },
    }));
  };

  return {
    startOurs: (benchCase) => startOurWay('ours', benchFolder, benchCase, settingsOf(benchCase)),
    rivals(benchCase) {
      const settings = settingsOf(benchCase);
      const names: readonly string[] = options.peers ? (benchCase.peers ?? suite.peers) : [];
      return [
        ...(revision ? [oursAsRival(revision.name, revision.benchFolder, benchCase, settings)] : []),
        ...Object.entries(benchCase.beside ?? {}).map(([name, change]) =>
          oursAsRival(name, benchFolder, benchCase, { ...settings, ...change }),
        ),
        ...peers.filter(({ name }) => names.includes(name)).flatMap((peer) => peerAsRivals(peer, benchCase)),
      ];
    },
    async startLimit({ work }, { threads, build }) {
      if (suite.limit === undefined) return undefined;
      const settings = { limit: suite.limit, threads, portable: build === 'portable' };
      const worker = processes.get(oursCommand(benchFolder, 'limit'));
      return (await startContestant('limit', worker, work, settings)).contestant;
    },
    close: () => processes.close(),
  };
}
