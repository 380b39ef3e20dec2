import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findMissingParts, type Platform } from './find-missing-parts.ts';

const text = readFileSync(new URL('../../pnpm-lock.yaml', import.meta.url), 'utf8');

const platforms: readonly Platform[] = [
  ...['darwin', 'win32'].flatMap((os) => ['arm64', 'x64'].map((cpu) => ({ os, cpu }))),
  ...['glibc', 'musl'].flatMap((libc) => ['arm64', 'x64'].map((cpu) => ({ os: 'linux', cpu, libc }))),
];

// Watches folders on macOS; elsewhere the watchers use what Node has.
const ignored = ['fsevents'];

describe('the lockfile', () => {
  it('has every native part of every tool for macOS, Windows, and Linux with glibc and musl', () => {
    expect(findMissingParts(text, platforms, ignored)).toEqual([]);
  });

  it('has a checksum of every package', () => {
    const packages: [string, { resolution: { integrity?: string } }][] = Object.entries(parse(text).packages);
    expect(packages.length).toBeGreaterThan(0);
    expect(packages.filter(([, { resolution }]) => !resolution.integrity?.startsWith('sha512-'))).toEqual([]);
  });
});

describe('the search for missing native parts', () => {
  it('names the tool and the platform that its lockfile entry has nothing for', () => {
    const without = (pattern: RegExp) => findMissingParts(text.replaceAll(pattern, ''), platforms, ignored);
    expect(without(/^ {6}'@turbo\/darwin-arm64': .*\n/gm)).toEqual([
      expect.stringMatching(/^turbo@[\d.]+: darwin arm64$/),
    ]);
    expect(without(/^ {6}'@biomejs\/cli-linux-x64-musl': .*\n/gm)).toEqual([
      expect.stringMatching(/^@biomejs\/biome@[\d.]+: linux x64 musl$/),
    ]);
  });
});
