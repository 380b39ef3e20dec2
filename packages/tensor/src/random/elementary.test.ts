import { describe, expect, it } from 'vitest';
import { cosTurns, logOfInteger, sinTurns } from './elementary.ts';
import { philox } from './philox.ts';

const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

/** The position of a number in the order of all doubles: neighbours differ by 1. */
function rank(value: number): bigint {
  float[0] = value;
  return bits[0]! < 0n ? -(bits[0]! & 0x7fffffffffffffffn) : bits[0]!;
}

/** Distance between two numbers in doubles. */
function ulps(a: number, b: number): number {
  return Math.abs(Number(rank(a) - rank(b)));
}

/** Calls back with many 32-bit words, small, large and random. */
function manyWords(callback: (word: number) => void): void {
  for (let word = 0; word < 2000; word++) {
    callback(word);
    callback(4294967295 - word);
  }
  for (let exponent = 1; exponent < 32; exponent++) {
    for (const near of [-1, 0, 1]) callback(2 ** exponent + near);
    // Around sqrt(2) 2^e, where the range reduction switches.
    for (const near of [-1, 0, 1])
      callback(Math.min(4294967295, Math.floor(Math.SQRT2 * 2 ** exponent) + near));
  }
  const words = new Uint32Array(4);
  for (let block = 0; block < 25_000; block++) {
    philox(words, 1, 2, block, 0, 0, 0);
    words.forEach(callback);
  }
}

describe('logOfInteger', () => {
  it('is the natural logarithm of a whole number in 1..2^32, within two units in the last place', () => {
    let worst = 0;
    manyWords((word) => {
      worst = Math.max(worst, ulps(logOfInteger(word + 1), Math.log(word + 1)));
    });
    expect(worst).toBeLessThanOrEqual(2);
    expect(logOfInteger(1)).toBe(0);
  });

  it('is at 2^32 its max, exactly the value that normal() subtracts: the radius is real', () => {
    const ln2to32 = 22.180709777918249;
    expect(logOfInteger(4294967296)).toBe(ln2to32);
    for (let k = 4294967295; k > 4294967295 - 100_000; k--) {
      if (logOfInteger(k) > ln2to32) expect.fail(`logOfInteger(${k}) is above ln 2^32`);
    }
  });
});

describe('sinTurns and cosTurns', () => {
  /** From Math.sin and Math.cos, after the same exact reduction to an eighth of a turn. */
  const expected = (turn: number): [sin: number, cos: number] => {
    const quadrant = Math.round(turn * 4);
    const angle = (turn * 4 - quadrant) * (Math.PI / 2);
    const [s, c] = [Math.sin(angle), Math.cos(angle)];
    return (
      [
        [s, c],
        [c, -s],
        [-s, -c],
        [-c, s],
      ] as const
    )[quadrant & 3]! as [number, number];
  };

  it('are sine and cosine of parts of a turn, within two units in the last place', () => {
    let worst = 0;
    manyWords((word) => {
      const turn = word * 2 ** -32;
      const [sin, cos] = expected(turn);
      worst = Math.max(worst, ulps(sinTurns(turn), sin), ulps(cosTurns(turn), cos));
    });
    expect(worst).toBeLessThanOrEqual(2);
  });

  it('are exact at quarters', () => {
    expect([0, 0.25, 0.5, 0.75, 1].map((turn) => sinTurns(turn) + 0)).toEqual([0, 1, 0, -1, 0]);
    expect([0, 0.25, 0.5, 0.75, 1].map((turn) => cosTurns(turn) + 0)).toEqual([1, 0, -1, 0, 1]);
  });

  it('repeat every turn, in both directions', () => {
    for (const turn of [0.125, 0.3, 0.9]) {
      expect(Math.abs(sinTurns(turn - 3) - sinTurns(turn))).toBeLessThan(1e-14);
      expect(Math.abs(cosTurns(turn + 5) - cosTurns(turn))).toBeLessThan(1e-14);
    }
  });
});
