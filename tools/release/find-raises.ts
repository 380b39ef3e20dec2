export type Bump = 'patch' | 'minor' | 'major';

/** The relevant fields of a package.json. */
export interface ReleasedManifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A package that needs at least this bump, and the dependencies that require it. */
export interface Raise {
  readonly bump: Bump;
  readonly because: readonly string[];
}

const levels: readonly Bump[] = ['patch', 'minor', 'major'];
const level = (bump: Bump | undefined): number => (bump === undefined ? -1 : levels.indexOf(bump));

/** True if the bump leaves the range `^version`: a major one does, and in 0.x a minor one. */
const leavesRange = (version: string, bump: Bump): boolean =>
  bump === 'major' || (bump === 'minor' && version.startsWith('0.'));

/** The highest bump of each package in the pending changesets. */
export function highestBumps(changesets: readonly Readonly<Record<string, Bump>>[]): Map<string, Bump> {
  const highest = new Map<string, Bump>();
  for (const [name, bump] of changesets.flatMap((releases) => Object.entries(releases)))
    if (level(bump) > level(highest.get(name))) highest.set(name, bump);
  return highest;
}

/**
 * The packages whose bump must be raised to that of a dependency that leaves its range, directly or
 * transitively. Changesets would give them a patch, which every project would install automatically, and with
 * it a second copy of the dependency.
 *
 * @param pending the bumps of the pending changesets
 */
export function findRaises(
  manifests: readonly ReleasedManifest[],
  pending: ReadonlyMap<string, Bump>,
): Map<string, Raise> {
  const bumps = new Map(pending);
  const versions = new Map(manifests.map(({ name, version }) => [name, version]));
  /** The dependencies that leave their range with this bump or a higher one. */
  const leaving = ({ dependencies = {} }: ReleasedManifest, least: Bump): string[] =>
    Object.keys(dependencies).filter((name) => {
      const version = versions.get(name);
      const bump = bumps.get(name);
      return (
        version !== undefined &&
        bump !== undefined &&
        level(bump) >= level(least) &&
        leavesRange(version, bump)
      );
    });
  const raised = new Set<ReleasedManifest>();
  for (let changed = true; changed; ) {
    changed = false;
    for (const manifest of manifests) {
      if (manifest.private) continue;
      for (const bump of ['major', 'minor'] as const) {
        if (level(bumps.get(manifest.name)) >= level(bump) || leaving(manifest, bump).length === 0) continue;
        bumps.set(manifest.name, bump);
        raised.add(manifest);
        changed = true;
      }
    }
  }
  return new Map(
    [...raised].map((manifest) => {
      const bump = bumps.get(manifest.name)!;
      return [manifest.name, { bump, because: leaving(manifest, bump) }];
    }),
  );
}
