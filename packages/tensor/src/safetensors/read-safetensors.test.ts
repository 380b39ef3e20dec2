import { describe, expect, it } from 'vitest';
import { FormatError, ValueError } from '../errors.ts';
import { readSafetensors } from './read-safetensors.ts';

// From Node, whose types this package does not use.
declare const Buffer: {
  alloc(length: number): Uint8Array;
  concat(parts: readonly Uint8Array[]): Uint8Array;
};

/** A file with any header text, one byte per character, and any data. */
function file(header: string, data: ArrayLike<number> = []): Uint8Array {
  const bytes = new Uint8Array(8 + header.length + data.length);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(
    Array.from(header, (character) => character.charCodeAt(0)),
    8,
  );
  bytes.set(data, 8 + header.length);
  return bytes;
}

const entry = (dtype: string, shape: readonly number[], begin: number, end: number) =>
  `{"dtype":"${dtype}","shape":[${shape}],"data_offsets":[${begin},${end}]}`;

function refuses(bytes: Uint8Array, sentence: string): void {
  expect(() => readSafetensors(bytes)).toThrow(FormatError);
  expect(() => readSafetensors(bytes)).toThrow(sentence);
}

describe('readSafetensors', () => {
  it('reads names, dtypes, shapes, values and metadata', () => {
    const entries = `"b":${entry('U8', [2], 4, 6)},"a":${entry('I32', [1, 1], 0, 4)}`;
    const header = `{"__metadata__":{"format":"pt"},${entries}}  `;
    const { tensors, metadata } = readSafetensors(file(header, [1, 2, 0, 0, 8, 9]));
    expect([...metadata]).toEqual([['format', 'pt']]);
    expect([...tensors]).toEqual([
      ['b', { dtype: 'u8', shape: [2], data: new Uint8Array([8, 9]) }],
      ['a', { dtype: 'i32', shape: [1, 1], data: new Int32Array([513]) }],
    ]);
  });

  it('reads a file without tensors', () => {
    const { tensors, metadata } = readSafetensors(file('{}'));
    expect([tensors.size, metadata.size]).toEqual([0, 0]);
  });

  it('reads scalars and tensors without elements', () => {
    const empty = `"e":${entry('F32', [0, 3], 0, 0)},"z":${entry('F64', [2, 0], 1, 1)}`;
    const header = `{${empty},"s":${entry('U8', [], 0, 1)}}`;
    const { tensors } = readSafetensors(file(header, [7]));
    expect(tensors.get('e')).toEqual({ dtype: 'f32', shape: [0, 3], data: new Float32Array(0) });
    expect(tensors.get('s')).toEqual({ dtype: 'u8', shape: [], data: new Uint8Array([7]) });
    expect(tensors.get('z')).toEqual({ dtype: 'f64', shape: [2, 0], data: new Float64Array(0) });
  });

  it('reads a tensor without elements at the start of another, in any order of the header', () => {
    const [full, none] = [`"a":${entry('U8', [1], 0, 1)}`, `"b":${entry('U8', [0], 0, 0)}`];
    for (const header of [`{${full},${none}}`, `{${none},${full}}`]) {
      expect(readSafetensors(file(header, [7])).tensors.size).toBe(2);
    }
  });

  it('takes __proto__ and constructor as ordinary names', () => {
    const entries = `"__proto__":${entry('U8', [1], 0, 1)},"constructor":${entry('U8', [1], 1, 2)}`;
    const header = `{${entries},"__metadata__":{"__proto__":"x"}}`;
    const { tensors, metadata } = readSafetensors(file(header, [1, 2]));
    expect([...tensors.keys()]).toEqual(['__proto__', 'constructor']);
    expect(metadata.get('__proto__')).toBe('x');
  });

  it('returns views of aligned bytes and copies of others', () => {
    const padded = file(`{"a":${entry('F32', [1], 0, 4)}}`.padEnd(64), [0, 0, 128, 63]);
    const aligned = readSafetensors(padded).tensors.get('a')!.data;
    expect(aligned.buffer).toBe(padded.buffer);
    const shifted = new Uint8Array(padded.length + 1).subarray(1);
    shifted.set(padded);
    const copied = readSafetensors(shifted).tensors.get('a')!.data;
    expect(copied.buffer).not.toBe(shifted.buffer);
    expect([aligned[0], copied[0]]).toEqual([1, 1]);
  });

  it('reads I64 as i32, and lists tensors with larger values', () => {
    const data = new Uint8Array(new BigInt64Array([-1n, 2147483647n, -2147483648n]).buffer);
    const read = readSafetensors(file(`{"n":${entry('I64', [3], 0, 24)}}`, data)).tensors.get('n')!;
    expect(read).toEqual({ dtype: 'i32', shape: [3], data: new Int32Array([-1, 2147483647, -2147483648]) });
    for (const value of [2147483648n, -2147483649n, 2n ** 62n]) {
      const wide = new Uint8Array(new BigInt64Array([0n, value]).buffer);
      const { tensors, unsupported } = readSafetensors(file(`{"n":${entry('I64', [2], 0, 16)}}`, wide));
      expect([tensors.size, ...unsupported]).toEqual([0, ['n', `I64 (${value} at index 1)`]]);
    }
  });

  it('refuses a truncated file, with the sizes', () => {
    refuses(new Uint8Array(3), "readSafetensors: the file has 3 bytes; the header's length alone takes 8.");
    refuses(file('{}').subarray(0, 9), 'readSafetensors: the header takes 10 bytes, the file has 9.');
    refuses(
      file(`{"a":${entry('F32', [2], 0, 8)}}`, [1, 2, 3]),
      'readSafetensors: the tensors take 8 bytes, the file has 3 after its header.',
    );
  });

  it('refuses a header longer than the format allows', () => {
    const bytes = file('{}');
    new DataView(bytes.buffer).setUint32(4, 1, true);
    refuses(bytes, "readSafetensors: the header's length is 4294967298, the longest allowed is 100000000.");
    new DataView(bytes.buffer).setBigUint64(0, 100_000_001n, true);
    refuses(bytes, "readSafetensors: the header's length is 100000001, the longest allowed is 100000000.");
    new DataView(bytes.buffer).setBigUint64(0, 100_000_000n, true);
    refuses(bytes, 'readSafetensors: the header takes 100000008 bytes, the file has 10.');
  });

  it('refuses a header that is not a JSON object in UTF-8', () => {
    refuses(file(''), 'readSafetensors: the header does not start with {.');
    refuses(file(' {}'), 'readSafetensors: the header does not start with {.');
    refuses(file('{"a":}'), 'readSafetensors: the header is not JSON: ');
    refuses(file('{"\xff":1}'), "readSafetensors: the header's 7 bytes are not UTF-8.");
  });

  it('refuses a key that occurs twice', () => {
    const twice = `{"a":${entry('U8', [1], 0, 1)},"a":${entry('U8', [1], 0, 1)}}`;
    refuses(file(twice, [1]), 'readSafetensors: the header has the key "a" twice.');
    refuses(
      file('{"a":{"dtype":"U8","dtype":"F32","shape":[1],"data_offsets":[0,4]}}', [0, 0, 0, 0]),
      'readSafetensors: the header has the key "dtype" twice.',
    );
  });

  it('refuses metadata that are not strings', () => {
    refuses(
      file('{"__metadata__":{"epoch":3}}'),
      '__metadata__ maps strings to strings; "epoch" is a number.',
    );
    refuses(file('{"__metadata__":[]}'), 'readSafetensors: __metadata__ is not an object.');
  });

  it('lists tensors of unsupported dtypes, and reads the others', () => {
    const header =
      `{"a":${entry('U16', [2], 0, 4)},"b":${entry('F4', [2], 4, 5)},"c":${entry('F8_E4M3', [3], 5, 8)},` +
      `"d":${entry('U8', [1], 8, 9)},"e":${entry('toString', [9], 9, 12)}}`;
    const { tensors, unsupported } = readSafetensors(file(header, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3]));
    expect([...tensors]).toEqual([['d', { dtype: 'u8', shape: [1], data: Uint8Array.of(9) }]]);
    expect(Object.fromEntries(unsupported)).toEqual({ a: 'U16', b: 'F4', c: 'F8_E4M3', e: 'toString' });
  });

  it('refuses an unsupported tensor whose bytes contradict the header', () => {
    refuses(
      file(`{"a":${entry('U16', [2], 0, 3)}}`, [0, 0, 0]),
      'readSafetensors: tensor "a": U16 of shape [2] takes 4 bytes, its data_offsets [0,3] give 3.',
    );
    refuses(file(`{"a":${entry('NEW', [2], 3, 0)}}`, [0, 0, 0]), 'its data_offsets [3,0] give -3.');
    refuses(file(`{"a":${entry('NEW', [2], 0, 2)}}`, [0, 0, 0]), 'the tensors take 2 bytes, the file has 3');
  });

  it('reads a Buffer whose header is not padded, and refuses anything but a Uint8Array', () => {
    for (let pad = 0; pad < 8; pad++) {
      const name = 'x'.repeat(pad + 1);
      const plain = file(
        `{"${name}":${entry('F64', [1], 0, 8)}}`,
        new Uint8Array(Float64Array.of(1.5).buffer),
      );
      const { tensors } = readSafetensors(Buffer.concat([Buffer.alloc(pad), plain]).subarray(pad));
      expect(tensors.get(name)!.data).toEqual(Float64Array.of(1.5));
    }
    const given = new ArrayBuffer(8) as unknown as Uint8Array;
    expect(() => readSafetensors(given)).toThrow(ValueError);
    expect(() => readSafetensors(given)).toThrow(
      'readSafetensors: a file is a Uint8Array, got a ArrayBuffer.',
    );
  });

  it('refuses a dtype that is not a string, and names the tensor', () => {
    const known = 'read are F64, F32, F16, BF16, I64, I32, U8, BOOL.';
    refuses(file('{"a":{}}'), `tensor "a" has dtype that is missing; ${known}`);
    refuses(file('{"a":{"dtype":[]}}'), `tensor "a" has dtype that is no string; ${known}`);
  });

  it('refuses an entry that violates the format', () => {
    refuses(file('{"a":3}'), 'readSafetensors: tensor "a" is not described by an object.');
    for (const shape of ['[-1]', '[1.5]', '["1"]', 'null', '1', '[1e300]']) {
      refuses(
        file(`{"a":{"dtype":"U8","shape":${shape},"data_offsets":[0,1]}}`, [0]),
        'readSafetensors: tensor "a" has a shape that is not a list of whole numbers >= 0.',
      );
    }
    for (const offsets of ['[0]', '[0,1,2]', '[-1,0]', '{}']) {
      refuses(
        file(`{"a":{"dtype":"U8","shape":[1],"data_offsets":${offsets}}}`, [0]),
        'readSafetensors: tensor "a" has data_offsets that are not two whole numbers >= 0.',
      );
    }
  });

  it('refuses a shape that does not match its number of bytes', () => {
    refuses(
      file(`{"a":${entry('F32', [2, 3], 0, 20)}}`, new Uint8Array(20)),
      'readSafetensors: tensor "a": F32 of shape [2,3] takes 24 bytes, its data_offsets [0,20] give 20.',
    );
    refuses(
      file(`{"a":${entry('U8', [2], 0, 3)}}`, [0, 0, 0]),
      'takes 2 bytes, its data_offsets [0,3] give 3.',
    );
    refuses(file(`{"a":${entry('U8', [0], 1, 0)}}`, [0]), 'its data_offsets [1,0] give -1.');
    refuses(
      file(`{"a":${entry('U8', [2 ** 40, 2 ** 40, 0], 0, 0)}}`),
      'readSafetensors: tensor "a" has more bytes than 2^53: shape [1099511627776,1099511627776,0].',
    );
  });

  it('refuses tensors that overlap, leave a hole or leave bytes over', () => {
    const pair = (begin: number) =>
      `{"a":${entry('U8', [4], 0, 4)},"b":${entry('U8', [2], begin, begin + 2)}}`;
    refuses(
      file(pair(3), new Uint8Array(5)),
      'readSafetensors: tensor "b" begins at byte 3 instead of 4: it overlaps another.',
    );
    refuses(
      file(pair(5), new Uint8Array(7)),
      'readSafetensors: tensor "b" begins at byte 5 instead of 4: it leaves a hole before it.',
    );
    refuses(
      file(pair(4), new Uint8Array(7)),
      'readSafetensors: the tensors take 6 bytes, the file has 7 after its header.',
    );
  });

  it('refuses a header of a hundred thousand open brackets without a stack overflow', () => {
    refuses(
      file(`{"a":{"dtype":${'['.repeat(1e5)}${']'.repeat(1e5)}}}`),
      'tensor "a" has dtype that is no string',
    );
    refuses(file(`{"a":${'['.repeat(1e5)}`), 'readSafetensors: the header is not JSON: ');
  });
});
