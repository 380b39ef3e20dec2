// Unpacks an `.lzma` file that was packed with the usual lc = 3, lp = 0 and pb = 2, and has its size in the
// header. It is a separate module. In JavaScript it takes 15 ms of a fresh process, here 4 (Node 26).
//
// Source: I. Pavlov, LZMA specification, 2015, https://7-zip.org/sdk.html.

// Offsets of the probabilities of each decision. A state has 16 slots, by position; pb = 2 uses the first 4.
const isMatch = 0;
const isRepeat = 192;
const isOlder = 204;
const isOldest = 216;
const isFourth = 228;
const isLong = 240;
const distanceSlots = 432;
const middleDistances = 687;
const lowDistanceBits = 802;
const matchLengths = 818;
const repeatLengths = 1332;
const literals = 1846;
const probabilities = literals + 8 * 0x300;

let range: u32 = 0;
let code: u32 = 0;
/** Address of the next packed byte. */
let next: usize = 0;

function refill(): void {
  if (range >= 1 << 24) return;
  range <<= 8;
  code = (code << 8) | load<u8>(next++);
}

function bit(place: i32): i32 {
  const at = (place as usize) << 1;
  const probability: u32 = load<u16>(at);
  const bound = (range >>> 11) * probability;
  const one = code >= bound;
  if (one) {
    range -= bound;
    code -= bound;
    store<u16>(at, probability - (probability >> 5));
  } else {
    range = bound;
    store<u16>(at, probability + ((2048 - probability) >> 5));
  }
  refill();
  return one ? 1 : 0;
}

/** Decodes a bit with equal probabilities of 0 and 1. */
function evenBit(): i32 {
  range >>>= 1;
  const one = code >= range;
  if (one) code -= range;
  refill();
  return one ? 1 : 0;
}

/** Decodes a number of `bits` bits, the highest first. */
function number(place: i32, bits: i32): i32 {
  let node = 1;
  for (let i = 0; i < bits; i++) node = 2 * node + bit(place + node);
  return node - (1 << bits);
}

/** Decodes a number of `bits` bits, the lowest first. */
function reversed(place: i32, bits: i32): i32 {
  let node = 1;
  let value = 0;
  for (let i = 0; i < bits; i++) {
    const one = bit(place + node);
    node = 2 * node + one;
    value += one << i;
  }
  return value;
}

function lengthAt(place: i32, position: i32): i32 {
  if (bit(place) === 0) return 2 + number(place + 2 + 8 * position, 3);
  if (bit(place + 1) === 0) return 10 + number(place + 130 + 8 * position, 3);
  return 18 + number(place + 258, 8);
}

function distanceFor(length: i32): i32 {
  const slot = number(distanceSlots + 64 * min(length - 2, 3), 6);
  if (slot < 4) return slot;
  const bits = (slot >> 1) - 1;
  const first = (2 + (slot & 1)) << bits;
  if (slot < 14) return first + reversed(middleDistances + first - slot, bits);
  let high = 0;
  for (let i = 4; i < bits; i++) high = 2 * high + evenBit();
  return first + 16 * high + reversed(lowDistanceBits, 4);
}

/** Decodes a byte. After a match it probably differs from the byte that would have continued the match. */
function literal(before: i32, afterMatch: bool, expected: i32): i32 {
  const place = literals + 0x300 * (before >> 5);
  let node = 1;
  for (let i = 7, same = afterMatch; same && i >= 0; i--) {
    const guess = (expected >> i) & 1;
    const one = bit(place + 256 + 256 * guess + node);
    node = 2 * node + one;
    same = one === guess;
  }
  while (node < 256) node = 2 * node + bit(place + node);
  return node & 255;
}

/** Unpacks the file at `packed` to `out`. The first 16 KiB of memory belong to this module. */
export function unlzma(packed: usize, out: usize): void {
  for (let place = 0; place < probabilities; place++) store<u16>((place as usize) << 1, 1024);
  range = 0xffffffff;
  code = bswap(load<u32>(packed + 14));
  next = packed + 18;
  const end = out + load<u32>(packed + 5);
  let state = 0;
  // The last four distances, minus 1.
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let before = 0;
  for (let at = out, position = 0; at < end; position = ((at - out) & 3) as i32) {
    const afterMatch = state > 6;
    if (bit(isMatch + 16 * state + position) === 0) {
      before = literal(before, afterMatch, load<u8>(at - first - 1));
      store<u8>(at++, before);
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let length = 1;
    if (bit(isRepeat + state) === 0) {
      fourth = third;
      third = second;
      second = first;
      length = lengthAt(matchLengths, position);
      first = distanceFor(length);
      state = afterMatch ? 10 : 7;
    } else {
      let long = true;
      if (bit(isOlder + state) === 0) {
        long = bit(isLong + 16 * state + position) === 1;
      } else {
        let distance = second;
        if (bit(isOldest + state) === 1) {
          distance = third;
          if (bit(isFourth + state) === 1) {
            distance = fourth;
            fourth = third;
          }
          third = second;
        }
        second = first;
        first = distance;
      }
      if (long) length = lengthAt(repeatLengths, position);
      state = afterMatch ? 11 : long ? 8 : 9;
    }
    for (; length > 0; length--) {
      before = load<u8>(at - first - 1);
      store<u8>(at++, before);
    }
  }
}
