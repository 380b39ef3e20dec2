import { FormatError, typedArray } from '@regopt/tensor';
import { type IdxHeader, idxHeaderLength, idxSizeError, readIdxHeader } from './idx-header.ts';

/** Bytes per piece passed to the decompressor, so that a refused stream is not inflated to its end. */
const pieceLength = 65536;

/**
 * Max compression ratio of deflate, which codes at most 258 bytes with two bits (zlib's technical notes give
 * the same bound). A header that promises more is invalid.
 */
const largestRatio = 1032;

/** True if the bytes begin like gzip. IDX files begin with two zeros. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Inflates a gzipped IDX file. The header is inflated first, and its size is the limit: a stream with one
 * byte more is refused at once, so that a small file cannot fill the memory.
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
    // The stream itself may have failed: the original error is the one to report.
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
