import { ValueError, valueText } from '@regopt/tensor';

/** File systems have a max of 255 bytes, of which a temporary file needs some beside the name. */
const mostBytes = 200;

/** Windows takes these for devices, in upper or lower case, also before an extension. */
const device = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *(\.|$)/i;

/** Halves of a surrogate pair, which have no UTF-8. */
const halfPair = /\p{Surrogate}/u;

// biome-ignore lint/suspicious/noControlCharactersInRegex: file systems refuse them in names.
const allowed = /^[^.\\/:*?"<>|\u0000-\u001f][^\\/:*?"<>|\u0000-\u001f]*(?<![. ])$/;

/**
 * True for a name that every file system takes as one file of a folder. Names that begin with a dot belong
 * to the store itself: its temporary files and its lock.
 */
export function isFileName(name: string): boolean {
  return (
    allowed.test(name) &&
    !device.test(name) &&
    !halfPair.test(name) &&
    name.length <= mostBytes &&
    new TextEncoder().encode(name).length <= mostBytes
  );
}

/** Refuses a name that could leave the folder, or that not every file system takes. */
export function checkFileName(operation: string, name: string): void {
  if (typeof name !== 'string' || !isFileName(name))
    throw new ValueError(
      `${operation}: a file's name has 1 to ${mostBytes} bytes of UTF-8, none of \\ / : * ? " < > |, does ` +
        'not begin with a dot, does not end with a dot or a space, and is no device of Windows, such as ' +
        `CON or nul.txt, got ${valueText(name)}.`,
    );
}
