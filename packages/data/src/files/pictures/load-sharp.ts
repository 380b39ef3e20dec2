import { FileError } from '../read-bytes.ts';

/** The part of sharp's API used here. Typed here because the package may be absent. */
export type Sharp = (
  input: string | Uint8Array,
  options?: {
    readonly limitInputPixels?: number | boolean;
    /** What `input` is where it has the bytes of pixels, not those of a file. */
    readonly raw?: { readonly width: number; readonly height: number; readonly channels: 3 };
  },
) => SharpPicture;

export interface SharpPicture {
  metadata(): Promise<{
    readonly format?: string;
    readonly width?: number;
    readonly height?: number;
    readonly space?: string;
    readonly depth?: string;
    readonly hasAlpha?: boolean;
    readonly orientation?: number;
  }>;
  /** Turns it as its EXIF orientation says. */
  rotate(): SharpPicture;
  resize(width: number, height: number, options: { readonly fit: 'fill' }): SharpPicture;
  removeAlpha(): SharpPicture;
  toColourspace(space: 'srgb' | 'b-w'): SharpPicture;
  raw(options: { readonly depth: 'uchar' }): SharpPicture;
  toBuffer(): Promise<Uint8Array>;
}

/** The package sharp, which decodes pictures. It is no dependency: users install it. */
export async function loadSharp(operation: string): Promise<Sharp> {
  try {
    const { default: sharp }: { default: Sharp } = await import('sharp' as string);
    return sharp;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason =
      code === 'ERR_MODULE_NOT_FOUND'
        ? 'which is not installed'
        : `which cannot be loaded: ${message.split('\n')[0]}`;
    throw new FileError(
      `${operation}: PNG and JPEG are decoded by the package sharp, ${reason}. Run: npm install sharp`,
      { cause },
    );
  }
}
