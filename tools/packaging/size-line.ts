import type { Sizes, Weight } from './measure-sizes.ts';

const marked = /<!-- sizes -->(.*?)<!-- \/sizes -->/g;

export const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;
const gzipped = (weight: Weight) => kilobytes(weight.gzipped);
const largest = (weights: Iterable<Weight>) => [...weights].reduce((a, b) => (b.gzipped > a.gzipped ? b : a));

/** The text on a package's sizes in its README. */
function describeSizes({ main, later, files, parts }: Sizes): string {
  const rest = [...parts].map(([what, weight]) => `${gzipped(weight)} gzipped with ${what}`);
  if (later.size > 0) {
    const asFile = files.size > 0 ? `, or ${gzipped(largest(files.values()))} as a file` : '';
    rest.push(
      `and for the build that runs ${gzipped(largest(later.values()))} gzipped, inlined as text${asFile}`,
    );
  }
  const everything = `${kilobytes(main.minified)} minified, ${gzipped(main)} gzipped with everything`;
  return [everything, ...rest].join('; ');
}

/** The page with its one marked place rewritten. `path` is the page's, for the error. */
export function writeSizes(page: string, sizes: Sizes, path: string): string {
  const places = page.match(marked)?.length ?? 0;
  if (places !== 1)
    throw new Error(
      `${path} has ${places || 'no'} ${places > 1 ? 'places' : 'place'} for its sizes: ` +
        'write "In a page: <!-- sizes --><!-- /sizes -->." there once and run pnpm sizes --write.',
    );
  return page.replace(marked, () => `<!-- sizes -->${describeSizes(sizes)}<!-- /sizes -->`);
}

const numbers = /\d+\.\d(?= KB)/g;
/**
 * Tolerance of a README's numbers: this share, or this many KB, since one more byte can round up by 0.1 KB.
 */
const allowed = { part: 0.02, kilobytes: 0.1001 };

/** A sentence on the outdated sizes of a page; undefined if they are within the tolerance. */
export function findStaleSize(page: string, sizes: Sizes, path: string): string | undefined {
  const written = [...page.matchAll(marked)].map(([, text]) => text).join(' ');
  const measured = describeSizes(sizes);
  const mend = 'run pnpm sizes --write.';
  if (written.replace(numbers, '') !== measured.replace(numbers, ''))
    return `${path} says "${written}" of its sizes, which are "${measured}": ${mend}`;
  const now = measured.match(numbers)!;
  for (const [i, said] of written.match(numbers)!.entries()) {
    const off = Math.abs(Number(said) - Number(now[i]));
    if (off > Math.max(allowed.kilobytes, allowed.part * Number(now[i])))
      return `${path} says ${said} KB, which is ${now[i]} KB now: ${mend}`;
  }
  return undefined;
}
