// What `changeset version` writes into the packages' CHANGELOG.md; named in .changeset/config.json.
import { existsSync } from 'node:fs';
import git from '@changesets/cli/changelog';

type ReleaseLine = typeof git.getReleaseLine;
type DependencyReleaseLine = typeof git.getDependencyReleaseLine;

/** A package's changelog appears with its first release. */
const isReleased = ({ name }: { readonly name: string }): boolean =>
  existsSync(`packages/${name.replace('@regopt/', '')}/CHANGELOG.md`);

/**
 * One changeset. Before a package's first release there is nobody for whom anything changed: its changelog begins with the
 * changesets named `<package>-first.md`, which say what it is, and leaves the others out.
 */
export const getReleaseLine: ReleaseLine = async (changeset, type, options) =>
  changeset.id.endsWith('-first') || changeset.releases.some(isReleased)
    ? git.getReleaseLine(changeset, type, options)
    : '';

/** The packages of ours that came to a new version with this one, unless it is their first. */
export const getDependencyReleaseLine: DependencyReleaseLine = async (changesets, dependencies, options) =>
  git.getDependencyReleaseLine(changesets, dependencies.filter(isReleased), options);
