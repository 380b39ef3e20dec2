/** A place for files: a folder, a page's private file system, or memory. */
export interface Store {
  /** Its name in messages, such as the folder's path. */
  readonly name: string;
  /** The bytes of a file, or undefined if there is none of that name. */
  read(name: string): Promise<Uint8Array | undefined>;
  /**
   * Writes a whole file. It is durable when the promise resolves, and a reader at any moment, also after a
   * crash, finds the former bytes or the new ones, never a mixture. `bytes` must not change before that.
   */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** Gives a file another name, which replaces a file of that name; does nothing if there is none. */
  rename(name: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** The names of all files, sorted. */
  list(): Promise<readonly string[]>;
}
