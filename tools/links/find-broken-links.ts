import { posix } from 'node:path';

/** A page without code blocks and spans, whose brackets are not links. */
const withoutCode = (text: string): string => text.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '');

/** A heading's anchor on GitHub and npm: `## What it does not do` has `what-it-does-not-do`. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (text: string): string[] =>
  [...text.replace(/^```.*?^```/gms, '').matchAll(/^#+ +(.*)$/gm)].map(([, heading]) =>
    anchorOf(heading!.trim()),
  );

/**
 * The broken links of these pages, one sentence each. `pages` are texts by path from the root, `paths` all
 * files and folders, `repository` the address of the published repository. A package's page may have no
 * relative link: npm shows it outside the repository and resolves such a link from the repository's root.
 * Links to other sites are not checked.
 */
export function findBrokenLinks(
  pages: ReadonlyMap<string, string>,
  paths: ReadonlySet<string>,
  repository: string,
): string[] {
  const found: string[] = [];
  for (const [page, text] of pages) {
    for (const [, link] of withoutCode(text).matchAll(/\]\(([^)\s]+)[^)]*\)/g)) {
      const [address, anchor] = link!.split('#');
      const inRepository = /^\/(blob|tree)\/main\/(.*)$/.exec(
        address!.startsWith(repository) ? address!.slice(repository.length) : '',
      );
      const isRelative = !/^[a-z]+:/.test(link!) && address !== '';
      const add = (reason: string) => found.push(`${page}: ${link}: ${reason}.`);
      if (isRelative && page.startsWith('packages/')) {
        add('a relative link does not work on npm');
        continue;
      }
      let target = address === '' ? page : undefined;
      if (isRelative) target = posix.join(posix.dirname(page), address!);
      if (inRepository) target = inRepository[2];
      if (target === undefined) {
        if (address!.startsWith(`${repository}/`))
          add('no page of the repository, which are under /blob/main or /tree/main');
        continue;
      }
      target = target.replace(/\/$/, '');
      // A folder's page shows its README.md, the target of #readme.
      const shown = pages.get(target) ?? pages.get(`${target}/README.md`) ?? '';
      if (!paths.has(target)) add('no such file');
      else if (anchor === 'readme' && paths.has(`${target}/README.md`)) continue;
      else if (anchor !== undefined && !anchorsOf(shown).includes(anchor)) add('no such heading');
    }
  }
  return found;
}
