/** A wrong edit of the sources that a test must detect. */
export interface Edit {
  /** `<package>/<edit>`, unique; `--only` selects by it. */
  readonly name: string;
  /** One line: what the edit breaks. */
  readonly breaks: string;
  /** The file to edit, from the repository's root. */
  readonly file: string;
  /** Text that occurs exactly once in the file. */
  readonly find: string;
  readonly put: string;
  /** The tests that must fail: vitest's project, then path filters and, after `-t`, a pattern of titles. */
  readonly tests: readonly [project: string, ...filters: string[]];
}

/** The text with the edit made. @throws Error when the text to replace does not occur exactly once. */
export function applyEdit(text: string, { name, file, find, put }: Edit): string {
  const parts = text.split(find);
  if (parts.length !== 2) {
    throw new Error(
      `${name}: its text occurs ${parts.length - 1} times in ${file}, not once; update the entry in ` +
        'tools/mutations/edits.',
    );
  }
  return parts.join(put);
}
