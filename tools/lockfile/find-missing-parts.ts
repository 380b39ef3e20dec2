import { parse } from 'yaml';

/** A machine that this repository is worked on: as npm's `os`, `cpu` and `libc` name it. */
export interface Platform {
  readonly os: string;
  readonly cpu: string;
  readonly libc?: string;
}

interface Lockfile {
  readonly importers: Record<string, { optionalDependencies?: Record<string, { version: string }> }>;
  readonly packages: Record<string, { os?: string[]; cpu?: string[]; libc?: string[] }>;
  readonly snapshots: Record<string, { optionalDependencies?: Record<string, string> }>;
}

/** `linux x64 musl`. */
export const platformText = ({ os, cpu, libc }: Platform): string =>
  [os, cpu, libc].filter(Boolean).join(' ');

/**
 * The native parts that a pnpm lockfile lacks: `turbo@2.11.11: darwin arm64`. pnpm leaves out an optional package that
 * the registry does not have while it resolves, and does not say so. A tool is a package, or the root, with optional
 * dependencies that are made for one platform; those named in `ignored` do not make it one.
 */
export function findMissingParts(
  text: string,
  platforms: readonly Platform[],
  ignored: readonly string[] = [],
): string[] {
  const { importers, packages, snapshots }: Lockfile = parse(text);
  const optional = new Map<string, string[]>();
  for (const [tool, { optionalDependencies = {} }] of Object.entries(snapshots))
    optional.set(
      tool,
      Object.entries(optionalDependencies).map(([name, version]) => `${name}@${version}`),
    );
  for (const [tool, { optionalDependencies = {} }] of Object.entries(importers))
    optional.set(
      tool,
      Object.entries(optionalDependencies).map(([name, { version }]) => `${name}@${version}`),
    );

  return [...optional].flatMap(([tool, keys]) => {
    const parts = keys
      .filter((key) => !ignored.includes(key.slice(0, key.lastIndexOf('@'))))
      .map((key) => packages[key] ?? {})
      .filter(({ os }) => os !== undefined);
    if (parts.length === 0) return [];
    return platforms
      .filter(({ os, cpu, libc }) => {
        const fits = (names: string[] | undefined, name: string | undefined) =>
          names === undefined || name === undefined || names.includes(name);
        return !parts.some((part) => fits(part.os, os) && fits(part.cpu, cpu) && fits(part.libc, libc));
      })
      .map((platform) => `${tool}: ${platformText(platform)}`);
  });
}
