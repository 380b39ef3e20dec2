import { ones, readSafetensors, type SafetensorsEntry, tensor, writeSafetensors } from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint, hasChecksum } from './checkpoint-file.ts';

const name = 'runs/a/last.safetensors';
const state = {
  tensors: new Map([
    ['weight', tensor([1.5, -2, Number.NaN, 0])],
    ['training.step', tensor([7], { dtype: 'i32' })],
  ]),
  metadata: new Map([
    ['format', 'pt'],
    // Texts that look like the checksum, and characters of several bytes.
    ['a', '"regopt.checksum":"crc32:00000000" é 🙂'],
    ['regopt.training', '{"step":7}'],
  ]),
};

describe('a checkpoint file', () => {
  it('holds what it was given', () => {
    const { tensors, metadata, unsupported } = decodeCheckpoint(encodeCheckpoint(state), name);
    expect([...tensors.keys()]).toEqual(['training.step', 'weight']);
    expect(tensors.get('weight')).toEqual({
      dtype: 'f32',
      shape: [4],
      data: Float32Array.of(1.5, -2, Number.NaN, 0),
    });
    expect(metadata).toEqual(state.metadata);
    expect(unsupported.size).toBe(0);
  });

  it('is a safetensors file like any other', () => {
    const { tensors, metadata } = readSafetensors(encodeCheckpoint(state));
    expect(tensors.size).toBe(2);
    expect(metadata.get('regopt.checksum')).toMatch(/^crc32:[0-9a-f]{8}$/);
  });

  it('of equal content has equal bytes, whether given as Maps or objects', () => {
    const { tensors, metadata } = state;
    const again = { tensors: Object.fromEntries(tensors), metadata: Object.fromEntries(metadata) };
    expect(encodeCheckpoint(again)).toEqual(encodeCheckpoint(state));
  });

  it('is read from any place in memory', () => {
    const bytes = encodeCheckpoint(state);
    const memory = new Uint8Array(bytes.length + 3);
    memory.set(bytes, 3);
    expect(decodeCheckpoint(memory.subarray(3), name).metadata).toEqual(state.metadata);
  });

  it('holds any names and texts', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    const entry = fc
      .float32Array({ maxLength: 5 })
      .map((data): SafetensorsEntry => ({ dtype: 'f32', shape: [data.length], data }));
    const names = text.filter((each) => !['__metadata__', 'regopt.checksum'].includes(each));
    fc.assert(
      fc.property(fc.array(fc.tuple(names, entry)), fc.array(fc.tuple(names, text)), (tensors, metadata) => {
        const content = { tensors: new Map(tensors), metadata: new Map(metadata) };
        const file = decodeCheckpoint(encodeCheckpoint(content), name);
        expect(file.metadata).toEqual(content.metadata);
        expect(new Map([...file.tensors].sort())).toEqual(new Map([...content.tensors].sort()));
      }),
    );
  });
});

describe('a checkpoint file is refused', () => {
  const whole = encodeCheckpoint(state);
  const start = 'decodeCheckpoint: runs/a/last.safetensors ';

  it('when any one of its bits is changed', () => {
    for (let bit = 0; bit < 8 * whole.length; bit++) {
      const changed = whole.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => decodeCheckpoint(changed, name), `bit ${bit}`).toThrow(start);
    }
  });

  it('when it is cut off anywhere', () => {
    for (let length = 0; length < whole.length; length++)
      expect(() => decodeCheckpoint(whole.subarray(0, length), name), `${length} bytes`).toThrow(start);
  });

  it('when bytes are added, exchanged, or set to zero as by a disk that lost a block', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(whole.length - 1), fc.nat(64), (a, b, length) => {
        const lost = whole.slice();
        lost.fill(0, a, a + length + 1);
        const exchanged = whole.slice();
        [exchanged[a], exchanged[b]] = [whole[b]!, whole[a]!];
        const longer = new Uint8Array([...whole.subarray(0, a), b & 255, ...whole.subarray(a)]);
        for (const changed of [lost, exchanged, longer]) {
          if (Buffer.compare(changed, whole) === 0) continue;
          expect(() => decodeCheckpoint(changed, name)).toThrow(start);
        }
      }),
    );
  });

  it('with one sentence that says what is wrong and what to do', () => {
    const changed = whole.slice();
    changed[whole.length - 1]! ^= 1;
    expect(() => decodeCheckpoint(changed, name)).toThrow(
      /^decodeCheckpoint: runs\/a\/last\.safetensors was cut off or changed: its checksum is [0-9a-f]{8}, and its \d+ bytes give [0-9a-f]{8}\. Use another checkpoint, or a copy of this one\.$/,
    );
    expect(() => decodeCheckpoint(new Uint8Array(0), name)).toThrow(
      `${start}is no checkpoint, or was cut off or changed: the file has 0 bytes; the header's length ` +
        'alone takes 8. Use another checkpoint, or a copy of it.',
    );
    expect(() => decodeCheckpoint(writeSafetensors({ tensors: { a: ones([1]) } }), name)).toThrow(
      `${start}has tensors and no checksum: it is no checkpoint of a training. ` +
        'Load its weights by loadModel.',
    );
  });
});

it('a checkpoint is told from other files by its checksum', () => {
  expect(hasChecksum(encodeCheckpoint(state))).toBe(true);
  expect(hasChecksum(writeSafetensors(state))).toBe(false);
});

it('the key of the checksum cannot be given as metadata', () => {
  expect(() => encodeCheckpoint({ tensors: {}, metadata: { 'regopt.checksum': '' } })).toThrow(
    'encodeCheckpoint: the metadata\'s key "regopt.checksum" is taken.',
  );
});
