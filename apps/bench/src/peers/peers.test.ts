import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchFolder } from '../bench-folder.ts';
import { peers } from './peers.ts';
import { peersFolder } from './peers-folder.ts';

const read = (...path: string[]) => readFileSync(join(...path), 'utf8');

describe('the peers', () => {
  it('have a worker each, and names of their own', () => {
    for (const { worker } of peers) expect(existsSync(join(peersFolder, worker)), worker).toBe(true);
    expect(new Set(peers.map(({ name }) => name)).size).toBe(peers.length);
  });

  it('are the same PyTorch twice, once with the kernels of a processor without AVX-512', () => {
    const [newest, avx2] = peers.filter(({ worker }) => worker === 'pytorch.py');
    expect({ ...avx2, name: newest!.name, env: undefined }).toEqual(newest);
    expect(avx2).toHaveProperty('env', {
      ATEN_CPU_CAPABILITY: 'avx2',
      MKL_ENABLE_INSTRUCTIONS: 'AVX2',
      ONEDNN_MAX_CPU_ISA: 'AVX2',
    });
  });

  it('are locked in exact versions, from no registry by name', () => {
    const { dependencies } = JSON.parse(read(peersFolder, 'package.json'));
    const lockfile = read(peersFolder, 'pnpm-lock.yaml');
    for (const [name, version] of Object.entries(dependencies))
      expect(lockfile).toContain(`${name}@${version}`);
    expect(lockfile).not.toMatch(/https?:/);
  });

  it('are no part of the workspace', () => {
    const { dependencies } = JSON.parse(read(peersFolder, 'package.json'));
    const lockfile = read(benchFolder, '../../pnpm-lock.yaml');
    for (const name of Object.keys(dependencies)) expect(lockfile).not.toContain(name);
  });
});
