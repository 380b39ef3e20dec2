import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findMissingParts, type Platform } from './find-missing-parts.ts';

const text = readFileSync(new URL('../../pnpm-lock.yaml', import.meta.url), 'utf8');

const platforms: readonly Platform[] = [
  ...['darwin', 'win32'].flatMap((os) => ['arm64', 'x64'].map((cpu) => ({ os, cpu }))),
  ...['glibc', 'musl'].flatMap((libc) => ['arm64', 'x64'].map((cpu) => ({ os: 'linux', cpu, libc }))),
];

// Watches folders on macOS; on other systems the watchers use Node's own API.
const ignored = ['fsevents'];

describe('the lockfile', () => {
  it('has every native part of every tool for macOS, Windows, and Linux with glibc and musl', () => {
    const missing = findMissingParts(text, platforms, ignored);
    expect(missing.filter((part) => !part.startsWith('tools/pinned-node'))).toEqual([]);
  });

  it('has the pinned Node for all platforms except Windows on ARM, for which npm has no build', () => {
    // Also none for musl: the glibc build is installed there, and tools/pinned-node/link-node.mjs finds that
    // it does not run.
    const missing = findMissingParts(text, platforms, ignored);
    expect(missing.filter((part) => part.startsWith('tools/pinned-node'))).toEqual([
      'tools/pinned-node: win32 arm64',
    ]);
  });

  it('has a checksum of every package', () => {
    const packages: [string, { resolution: { integrity?: string } }][] = Object.entries(parse(text).packages);
    expect(packages.length).toBeGreaterThan(0);
    expect(packages.filter(([, { resolution }]) => !resolution.integrity?.startsWith('sha512-'))).toEqual([]);
  });
});

describe('the search for missing native parts', () => {
  it('asks for the parts of a part only on the platforms where that part runs', () => {
    const lockfile = `
importers: {}
packages:
  tool@1.0.0: {}
  tool-linux@1.0.0: {os: [linux]}
  tool-others@1.0.0: {os: [darwin, win32]}
  library-linux-x64@1.0.0: {os: [linux], cpu: [x64]}
snapshots:
  tool@1.0.0(peer@2.0.0): {optionalDependencies: {tool-linux: 1.0.0, tool-others: 1.0.0}}
  tool-linux@1.0.0: {optionalDependencies: {library-linux-x64: 1.0.0}}
`;
    expect(findMissingParts(lockfile, platforms)).toEqual([
      'tool-linux@1.0.0: linux arm64 glibc',
      'tool-linux@1.0.0: linux arm64 musl',
    ]);
  });

  it('names the tool and the platform without a lockfile entry', () => {
    const without = (pattern: RegExp) =>
      findMissingParts(text.replaceAll(pattern, ''), platforms, ignored).filter(
        (part) => !part.startsWith('tools/'),
      );
    expect(without(/^ {6}'@turbo\/darwin-arm64': .*\n/gm)).toEqual([
      expect.stringMatching(/^turbo@[\d.]+: darwin arm64$/),
    ]);
    expect(without(/^ {6}'@biomejs\/cli-linux-x64-musl': .*\n/gm)).toEqual([
      expect.stringMatching(/^@biomejs\/biome@[\d.]+: linux x64 musl$/),
    ]);
  });
});
