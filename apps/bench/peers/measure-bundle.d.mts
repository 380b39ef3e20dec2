export interface Bundle {
  readonly entry: string;
  /** Conditions of `exports` that come first. */
  readonly conditions?: string[];
  /** Sources whose parts the page loads besides, although on demand. */
  readonly onDemand?: RegExp;
  /** Files that it loads as they are. */
  readonly files?: readonly string[];
}

/** The gzipped bytes that a page loads. */
export function measureBundle(bundle: Bundle): Promise<number>;
