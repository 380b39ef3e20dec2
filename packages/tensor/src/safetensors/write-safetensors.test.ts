import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DTypeError, FormatError, ShapeError, ValueError } from '../errors.ts';
import { scope } from '../memory/scope.ts';
import { viewTranspose } from '../shape/view.ts';
import { tensor, zeros } from '../tensor/create.ts';
import { expectSameBits } from '../testing/expect-same-bits.ts';
import { loadGolden } from '../testing/load-golden.ts';
import { randomValues } from '../testing/random-values.ts';
import { readSafetensors, type SafetensorsEntry } from './read-safetensors.ts';
import { type SafetensorsContent, writeSafetensors } from './write-safetensors.ts';

declare const atob: (base64: string) => string;

interface Golden {
  readonly base64: string;
  readonly metadata: Record<string, string>;
  readonly tensors: readonly {
    name: string;
    dtype: SafetensorsEntry['dtype'];
    shape: number[];
    data: (number | string)[];
  }[];
}

const anyEntry: fc.Arbitrary<SafetensorsEntry> = fc
  .record({
    dtype: fc.constantFrom('f32', 'f64', 'i32', 'u8'),
    shape: fc.array(fc.nat({ max: 4 }), { maxLength: 4 }),
    seed: fc.nat(),
  })
  .map(({ dtype, shape, seed }) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return { dtype, shape, data: randomValues(dtype, size, seed) };
  });
const anyContent = fc.record({
  tensors: fc
    .array(fc.tuple(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('__proto__')), anyEntry))
    .map((entries) => new Map(entries.filter(([name]) => name !== '__metadata__'))),
  metadata: fc.array(fc.tuple(fc.string(), fc.string())).map((entries) => new Map(entries)),
});

describe('writeSafetensors', () => {
  it('writes a file of exactly these bytes', () => {
    const bytes = writeSafetensors({
      tensors: new Map([
        ['b', { dtype: 'u8', shape: [3], data: new Uint8Array([1, 2, 3]) }],
        ['a', { dtype: 'f32', shape: [], data: new Float32Array([1]) }],
      ]),
      metadata: new Map([['k', 'v']]),
    });
    const header =
      '{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},' +
      '"b":{"dtype":"U8","shape":[3],"data_offsets":[4,7]}}      ';
    expect(String.fromCharCode(...bytes.subarray(8, 8 + header.length))).toBe(header);
    expect([...bytes.subarray(0, 8)]).toEqual([header.length, 0, 0, 0, 0, 0, 0, 0]);
    expect([...bytes.subarray(8 + header.length)]).toEqual([0, 0, 128, 63, 1, 2, 3]);
  });

  it('sorts tensors by element size, then by name, so that each is aligned', () => {
    const tensors = new Map(
      (['u8', 'i32', 'f64', 'f32'] as const).flatMap((dtype) =>
        ['y', 'x'].map(
          (name) => [name + dtype, { dtype, shape: [3], data: randomValues(dtype, 3, 1) }] as const,
        ),
      ),
    );
    const bytes = writeSafetensors({ tensors });
    const read = readSafetensors(bytes).tensors;
    expect([...read.keys()]).toEqual(['xf64', 'yf64', 'xf32', 'xi32', 'yf32', 'yi32', 'xu8', 'yu8']);
    for (const { data } of read.values()) expect(data.buffer).toBe(bytes.buffer);
  });

  it('writes a view in row-major order', () => {
    scope(() => {
      const x = tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]);
      const { tensors } = readSafetensors(writeSafetensors({ tensors: new Map([['x', viewTranspose(x)]]) }));
      expect(tensors.get('x')).toEqual({
        dtype: 'f32',
        shape: [3, 2],
        data: new Float32Array([1, 4, 2, 5, 3, 6]),
      });
    });
  });

  it('writes a file from which every bit is read back', () => {
    fc.assert(
      fc.property(anyContent, (content) => {
        const bytes = writeSafetensors(content);
        const read = readSafetensors(bytes);
        expect(read.metadata).toEqual(content.metadata);
        expect([...read.tensors.keys()].sort()).toEqual([...content.tensors.keys()].sort());
        for (const [name, { dtype, shape, data }] of content.tensors) {
          const got = read.tensors.get(name)!;
          expect([got.dtype, got.shape]).toEqual([dtype, shape]);
          expectSameBits(got.data, data, name);
        }
        expectSameBits(writeSafetensors(read), bytes, 'written again');
      }),
      { seed: 1 },
    );
  });

  it('writes files that, truncated, are refused with a FormatError', () => {
    fc.assert(
      fc.property(anyContent, fc.nat(), (content, at) => {
        const bytes = writeSafetensors(content);
        expect(() => readSafetensors(bytes.subarray(0, at % bytes.length))).toThrow(FormatError);
      }),
      { seed: 2 },
    );
  });

  it('writes files that, damaged anywhere, are refused with a FormatError or still well-formed', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 3,
    });
    const outcome = (bytes: Uint8Array) => {
      try {
        readSafetensors(bytes);
        return FormatError;
      } catch (error) {
        return (error as object).constructor;
      }
    };
    fc.assert(
      fc.property(anyContent, damage, (content, flips) => {
        const bytes = writeSafetensors(content);
        for (const [at, change] of flips) bytes[at % bytes.length]! ^= change;
        expect(outcome(bytes)).toBe(FormatError);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it("reads files written by Python's safetensors", () => {
    const golden = loadGolden<Golden>('safetensors/from-pytorch');
    const bytes = Uint8Array.from(atob(golden.base64), (character) => character.charCodeAt(0));
    const { tensors, metadata } = readSafetensors(bytes);
    expect(Object.fromEntries(metadata)).toEqual(golden.metadata);
    expect([...tensors.keys()].sort()).toEqual(golden.tensors.map(({ name }) => name).sort());
    for (const { name, dtype, shape, data } of golden.tensors) {
      const got = tensors.get(name)!;
      expect([name, got.dtype, got.shape]).toEqual([name, dtype, shape]);
      expectSameBits(Float64Array.from(got.data), Float64Array.from(data, Number), name);
    }
  });

  it('accepts plain objects in place of Maps, and writes the same bytes', () => {
    const w = zeros([2]);
    const named = writeSafetensors({ tensors: { w }, metadata: { step: '3' } });
    const mapped = writeSafetensors({ tensors: new Map([['w', w]]), metadata: new Map([['step', '3']]) });
    expect(named).toEqual(mapped);
    expect([...readSafetensors(named).metadata]).toEqual([['step', '3']]);
    expect(writeSafetensors({ tensors: {}, metadata: {} })).toEqual(writeSafetensors({ tensors: new Map() }));
  });

  it('refuses other types in their place, and quotes them', () => {
    const write = (content: unknown) => () => writeSafetensors(content as SafetensorsContent);
    const tensors = { w: zeros([1]) };
    const refused: [unknown, string][] = [
      [
        undefined,
        'writeSafetensors: options are an object of tensors, metadata, unsupported, got undefined.',
      ],
      [{}, 'writeSafetensors: tensors are a Map or a plain object, got undefined.'],
      [{ tensors: [zeros([1])] }, 'writeSafetensors: tensors is an object, got [a tensor [1]].'],
      [{ tensors: zeros([1]) }, 'writeSafetensors: tensors are a Map or a plain object, got a tensor [1].'],
      [{ tensors: { w: [1, 2] } }, 'tensor "w" is a tensor or { dtype, shape, data }, got [1, 2].'],
      [{ tensors: new Map([[1, zeros([1])]]) }, 'writeSafetensors: tensors have strings as names, got 1.'],
      [{ tensors, metadata: 'step 3' }, 'writeSafetensors: metadata is an object, got "step 3".'],
      [
        { tensors, metadata: new Set(['a']) },
        'writeSafetensors: metadata are a Map or a plain object, got a Set.',
      ],
      [{ tensors, metadata: { step: 3 } }, 'writeSafetensors: metadata are strings; "step" is 3.'],
      [{ tensors, meta: {} }, 'writeSafetensors: unknown option "meta"; did you mean "metadata"?'],
    ];
    for (const [content, sentence] of refused) {
      expect(write(content)).toThrow(ValueError);
      expect(write(content)).toThrow(sentence);
    }
  });

  it('refuses to drop unsupported tensors silently', () => {
    const read = {
      ...readSafetensors(writeSafetensors({ tensors: {} })),
      unsupported: new Map([['a', 'U16']]),
    };
    for (const content of [read, { ...read, unsupported: { a: 'U16' } }])
      expect(() => writeSafetensors(content)).toThrow(
        'writeSafetensors: "a" is U16, which was not read and cannot be written.',
      );
    expect(() => writeSafetensors({ tensors: {}, unsupported: {} })).not.toThrow();
  });

  it('refuses a tensor named __metadata__', () => {
    const write = () => writeSafetensors({ tensors: new Map([['__metadata__', zeros([1])]]) });
    expect(write).toThrow(ValueError);
    expect(write).toThrow('writeSafetensors: no tensor can be named __metadata__.');
  });

  it('refuses values that do not fit their shape or dtype', () => {
    const write = (entry: SafetensorsEntry) => () => writeSafetensors({ tensors: new Map([['w', entry]]) });
    const shape = write({ dtype: 'f32', shape: [2, 2], data: new Float32Array(3) });
    expect(shape).toThrow(ShapeError);
    expect(shape).toThrow('writeSafetensors: tensor "w": 3 values do not fill shape [2,2].');
    const dtype = write({ dtype: 'f32', shape: [3], data: new Float64Array(3) });
    expect(dtype).toThrow(DTypeError);
    expect(dtype).toThrow('writeSafetensors: tensor "w" has dtype f32 and f64 data.');
    expect(write({ dtype: 'f32', shape: [-1], data: new Float32Array(0) })).toThrow(
      'writeSafetensors: tensor "w": a shape holds whole numbers >= 0, got [-1].',
    );
  });
});
