import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'regopt-pinned-node-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that reports this Node version; `undefined` makes one that the machine cannot run. */
function writeNode(path: string, version: string | undefined): void {
  mkdirSync(dirname(path), { recursive: true });
  const answer = version === undefined ? 'exit 127' : `echo "v${version} ${path}"`;
  writeFileSync(path, `#!/bin/sh\n${answer}\n`, { mode: 0o755 });
}

const { platform, arch } = process;

/** Runs the script in a test repository, on a machine with this Node and this pinned one. */
function linkNode(name: string, own: string | undefined, pinned: string | undefined) {
  const root = join(folder, name);
  const script = join(root, 'tools/pinned-node/link-node.mjs');
  mkdirSync(dirname(script), { recursive: true });
  cpSync(fileURLToPath(new URL('link-node.mjs', import.meta.url)), script);
  const ownPath = join(root, 'own/bin/node');
  const pinnedFolder = join(dirname(script), `node_modules/node-${platform}-${arch}`);
  writeNode(ownPath, own);
  writeNode(join(pinnedFolder, 'bin/node'), pinned);
  mkdirSync(join(pinnedFolder, 'include/node'), { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${dirname(ownPath)}` },
  });
  const link = join(root, 'node_modules/.bin/node');
  const target = existsSync(link) ? readlinkSync(link) : undefined;
  return { status, stderr, target, ownPath, pinnedPath: join(pinnedFolder, 'bin/node'), pinnedFolder };
}

describe.skipIf(platform === 'win32')('after an install, node_modules/.bin/node is', () => {
  it.each(['24.11.0', '26.0.0', '27.1.0'])(
    "the machine's own Node where that is new enough: %s",
    (version) => {
      const { status, target, ownPath } = linkNode(`own-${version}`, version, '26.10.0');
      expect([status, target]).toEqual([0, ownPath]);
    },
  );

  it.each(['20.20.2', '22.21.0', '24.10.0', '25.4.0', undefined])(
    'the pinned Node where the own one is too old or does not run: %s',
    (version) => {
      const { status, target, pinnedPath } = linkNode(`pinned-${version}`, version, '26.10.0');
      expect([status, target]).toEqual([0, pinnedPath]);
    },
  );

  it('absent if neither fits, as on musl, and the message says what to install', () => {
    const { status, target, stderr } = linkNode('neither', '20.20.2', undefined);
    expect([status, target]).toEqual([1, undefined]);
    const wanted = 'Node 24 from 24.11 on, or Node 26 or newer';
    expect(stderr).toBe(
      `install: the tools need ${wanted}; ` +
        `found 20.20.2, and the pinned Node has no build that runs on this ${platform} ${arch} machine. ` +
        `Install ${wanted}, then run this again.\n`,
    );
  });

  it('the same after a second install, and the headers of the pinned Node are removed', () => {
    linkNode('twice', '20.20.2', '26.10.0');
    const { target, pinnedPath, pinnedFolder } = linkNode('twice', '20.20.2', '26.10.0');
    expect(target).toBe(pinnedPath);
    expect(existsSync(join(pinnedFolder, 'include'))).toBe(false);
  });
});
