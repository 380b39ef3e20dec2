export interface Example {
  /** Its file and line: `packages/optim/README.md:12`. */
  readonly place: string;
  readonly code: string;
  /** The text after `no-run`: the reason why this block cannot run. Empty if no reason is given. */
  readonly skipped?: string;
}

const fence = /^```ts(?:[ \t]+(no-run)\b[ \t:]*(.*?))?[ \t]*\n(.*?)^```[ \t]*$/gms;

function inMarkdown(path: string, text: string, firstLine: number): Example[] {
  return [...text.matchAll(fence)].map(({ index, 1: noRun, 2: reason, 3: code }) => ({
    place: `${path}:${firstLine + text.slice(0, index).split('\n').length - 1}`,
    code: code!,
    ...(noRun ? { skipped: reason!.trim() } : {}),
  }));
}

/** The `ts` code blocks of a page, or of the docstrings of a source file. */
export function findExamples(path: string, text: string): Example[] {
  if (path.endsWith('.md')) return inMarkdown(path, text, 1);
  return [...text.matchAll(/\/\*\*.*?\*\//gs)].flatMap(({ 0: comment, index }) => {
    const body = comment.replace(/^[ \t]*\*(?!\/)[ \t]?/gm, '');
    return inMarkdown(path, body, text.slice(0, index).split('\n').length);
  });
}
