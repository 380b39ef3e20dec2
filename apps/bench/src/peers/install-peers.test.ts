import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installPeers, type RunInstaller } from './install-peers.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'regopt-peers-'));
  writeFileSync(join(folder, 'pnpm-lock.yaml'), 'lockfileVersion: 1\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

function installer() {
  const calls: string[] = [];
  const run: RunInstaller = async (command, args, where) => {
    calls.push(`${where}: ${[command, ...args].join(' ')}`);
    mkdirSync(join(where, 'node_modules'), { recursive: true });
  };
  return { calls, run };
}

describe('installPeers', () => {
  it('installs by the lockfile, outside the workspace, without scripts, and says so', async () => {
    const said: string[] = [];
    const { calls, run } = installer();
    expect(await installPeers(folder, (line) => said.push(line), run)).toBe(true);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatch(/install --ignore-workspace --frozen-lockfile --ignore-scripts$/);
    expect(calls[0]!.startsWith(`${folder}: `)).toBe(true);
    expect(said).toEqual([`installing the peers into ${folder} (once)`]);
  });

  it('does nothing the second time, until the lockfile changes', async () => {
    const { calls, run } = installer();
    await installPeers(folder, () => undefined, run);
    expect(await installPeers(folder, () => undefined, run)).toBe(false);
    expect(calls).toHaveLength(1);
    writeFileSync(join(folder, 'pnpm-lock.yaml'), 'lockfileVersion: 2\n');
    expect(await installPeers(folder, () => undefined, run)).toBe(true);
  });

  it('repeats the installation after a failure', async () => {
    const { run } = installer();
    await expect(
      installPeers(
        folder,
        () => undefined,
        () => Promise.reject(new Error('no network')),
      ),
    ).rejects.toThrow('no network');
    expect(await installPeers(folder, () => undefined, run)).toBe(true);
  });
});
