// The text that `changeset version` writes into the packages' CHANGELOG.md; configured in
// .changeset/config.json.
import { existsSync } from 'node:fs';
import git from '@changesets/cli/changelog';

type ReleaseLine = typeof git.getReleaseLine;
type DependencyReleaseLine = typeof git.getDependencyReleaseLine;

/** True if the package was released: its changelog is created with the first release. */
const isReleased = ({ name }: { readonly name: string }): boolean =>
  existsSync(`packages/${name.replace('@regopt/', '')}/CHANGELOG.md`);

/**
 * The text of one changeset. Before a package's first release nobody has used it: its changelog starts with
 * the changesets named `<package>-first.md`, which describe it, and omits the others.
 */
export const getReleaseLine: ReleaseLine = async (changeset, type, options) =>
  changeset.id.endsWith('-first') || changeset.releases.some(isReleased)
    ? git.getReleaseLine(changeset, type, options)
    : '';

/** Our packages with a new version in this release, unless it is their first. */
export const getDependencyReleaseLine: DependencyReleaseLine = async (changesets, dependencies, options) =>
  git.getDependencyReleaseLine(changesets, dependencies.filter(isReleased), options);
