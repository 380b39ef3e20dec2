import { FormatError, typedArray } from '@regopt/tensor';
import { type IdxHeader, idxHeaderLength, idxSizeError, readIdxHeader } from './idx-header.ts';

/** Fed to the decompressor piece by piece, so that a stream refused early was not inflated to its end. */
const pieceLength = 65536;

/**
 * Deflate codes at most 258 bytes with two bits, so no stream grows more than 1032-fold (zlib's own technical notes
 * give the same bound); a header that promises more cannot be telling the truth.
 */
const largestRatio = 1032;

/** Whether the bytes begin as gzip does. No IDX file does: those begin with two zeros. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Inflates a gzipped IDX file. The header is inflated first, and what it promises is the cap: a stream that yields
 * one byte more is refused there and then, so a small file cannot fill the memory.
 */
export async function gunzipIdx(compressed: Uint8Array, label: string): Promise<Uint8Array> {
  const reader = pieces(compressed).pipeThrough(new DecompressionStream('gzip')).getReader();
  const read = async (): Promise<Uint8Array | undefined> => {
    try {
      return (await reader.read()).value;
    } catch (cause) {
      throw new FormatError(
        `${label}: the gzip stream of ${compressed.length} bytes is truncated or damaged.`,
        { cause },
      );
    }
  };

  try {
    let head = new Uint8Array(0);
    while (head.length < idxHeaderLength(head)) {
      const chunk = await read();
      if (chunk === undefined) break;
      head = joined(head, chunk);
    }
    const header = readIdxHeader(head, label);
    refuseImpossible(header, compressed.length, label);

    const bytes = typedArray('u8', header.totalLength, label) as Uint8Array;
    let length = 0;
    for (let chunk: Uint8Array | undefined = head; chunk !== undefined; chunk = await read()) {
      if (length + chunk.length > bytes.length) throw idxSizeError(header, 'more than that, unzipped', label);
      bytes.set(chunk, length);
      length += chunk.length;
    }
    if (length < bytes.length) throw idxSizeError(header, `${length} bytes, unzipped`, label);
    return bytes;
  } catch (error) {
    // The stream may be the very thing that failed; the error at hand is the one to report.
    await reader.cancel().catch(() => undefined);
    throw error;
  }
}

function refuseImpossible(header: IdxHeader, compressedLength: number, label: string): void {
  if (header.totalLength > compressedLength * largestRatio) {
    throw idxSizeError(header, `${compressedLength} bytes, zipped, which cannot unzip to so many`, label);
  }
}

function pieces(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(new Uint8Array(bytes.subarray(at, (at += pieceLength))));
      else controller.close();
    },
  });
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
