import { ValueError, valueText } from '@regopt/tensor';

/**
 * True for a name that every file system takes as one file of a folder. Names that begin with a dot belong
 * to the store itself: its temporary files and its lock.
 */
export function isFileName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: file systems refuse them in names.
  return name.length <= 200 && /^[^.\\/:*?"<>|\u0000-\u001f][^\\/:*?"<>|\u0000-\u001f]*(?<![. ])$/.test(name);
}

/** Refuses a name that could leave the folder, or that not every file system takes. */
export function checkFileName(operation: string, name: string): void {
  if (typeof name !== 'string' || !isFileName(name))
    throw new ValueError(
      `${operation}: a file's name has 1 to 200 characters, none of \\ / : * ? " < > |, does not begin ` +
        `with a dot and does not end with a dot or a space, got ${valueText(name)}.`,
    );
}
