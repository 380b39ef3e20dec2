import { describe, expect, it } from 'vitest';
import { type Bump, findRaises, highestBumps } from './find-raises.ts';

/** Three packages in a chain of dependencies, an independent one, and an app. */
const manifests = (version: string) => {
  const needs = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'workspace:^']));
  return [
    { name: 'top', version, dependencies: needs('low', 'middle') },
    { name: 'middle', version, dependencies: needs('low', 'elsewhere') },
    { name: 'low', version },
    { name: 'beside', version },
    { name: 'app', version, private: true, dependencies: needs('low') },
  ];
};
const raise = (version: string, ...changesets: Record<string, Bump>[]) =>
  Object.fromEntries(findRaises(manifests(version), highestBumps(changesets)));

describe('the bump of dependents', () => {
  it('is that of a dependency that leaves its range, transitively', () => {
    expect(raise('0.1.0', { low: 'minor' })).toEqual({
      middle: { bump: 'minor', because: ['low'] },
      top: { bump: 'minor', because: ['low', 'middle'] },
    });
    expect(raise('0.1.0', { low: 'major' })).toMatchObject({
      middle: { bump: 'major' },
      top: { bump: 'major' },
    });
    expect(raise('0.1.0', { middle: 'minor' })).toEqual({ top: { bump: 'minor', because: ['middle'] } });
  });

  it('is their own if the range is kept: after a patch, and from 1.0 on after a minor', () => {
    expect(raise('0.1.0', { low: 'patch' })).toEqual({});
    expect(raise('1.2.0', { low: 'minor' })).toEqual({});
    expect(raise('1.2.0', { low: 'major' })).toMatchObject({ middle: { bump: 'major' } });
  });

  it('is the higher one of those of a change and a dependency', () => {
    expect(raise('0.1.0', { low: 'minor', middle: 'minor' }, { top: 'major', low: 'patch' })).toEqual({});
    expect(raise('0.1.0', { low: 'minor', middle: 'patch' }, { middle: 'major' })).toEqual({
      top: { bump: 'major', because: ['middle'] },
    });
  });
});
