import { shareEnd, shareStart } from '../args';
import { laneSum, loadPartial, maskOf } from '../lanes';
import { madd } from '../madd';
import { Direct } from './direct';

/**
 * dw[o, c, kh, kw] = sum over images, rows and columns of dy x. Each weight has a vector of four sums, which
 * are added at the end. Threads share the outputs.
 */
export function weightGradDirect(
  d: Direct, x: usize, dy: usize, dw: usize, batch: i32, thread: i32, threads: i32,
): void {
  const from = shareStart(d.allOutputs, 1, thread, threads);
  const end = shareEnd(d.allOutputs, 1, thread, threads);
  const plane = <usize>(d.planeHeight * d.planeWidth) << 2;
  for (let o = from; o < end; ) {
    const g = o / d.outputs;
    const until = min(end, (g + 1) * d.outputs);
    memory.fill(d.weights, 0, <usize>((until - o) * d.terms) << 4);
    for (let image = 0; image < batch; image++) {
      d.copyPlanes(x + (<usize>((image * d.allChannels + g * d.channels) * d.height * d.width) << 2));
      let p = dy + <usize>(image * d.allOutputs + o) * plane;
      let sums = d.weights;
      for (let i = o; i < until; i++) {
        for (let k = 0; k < d.terms; k += 5) fiveTerms(d, p, sums, k);
        p += plane;
        sums += <usize>d.terms << 4;
      }
    }
    const to = dw + (<usize>(o * d.terms) << 2);
    for (let k = 0; k < (until - o) * d.terms; k++) {
      store<f32>(to + (<usize>k << 2), laneSum(v128.load(d.weights + (<usize>k << 4))));
    }
    o = until;
  }
}

/**
 * Adds one plane's products to the sums of terms k to k + 4: five independent chains hide the latency of an
 * addition. Terms past the last repeat the last one.
 */
function fiveTerms(d: Direct, dy: usize, sums: usize, k: i32): void {
  const last = d.terms - 1;
  const k1 = <usize>min(k + 1, last), k2 = <usize>min(k + 2, last), k3 = <usize>min(k + 3, last);
  const k4 = <usize>min(k + 4, last);
  const offsets = d.offsets, step = <usize>d.strideH * d.line;
  let p0 = d.lines + <usize>load<u32>(offsets + (<usize>k << 2));
  let p1 = d.lines + <usize>load<u32>(offsets + (k1 << 2));
  let p2 = d.lines + <usize>load<u32>(offsets + (k2 << 2));
  let p3 = d.lines + <usize>load<u32>(offsets + (k3 << 2));
  let p4 = d.lines + <usize>load<u32>(offsets + (k4 << 2));
  const s0 = sums + (<usize>k << 4), s1 = sums + (k1 << 4), s2 = sums + (k2 << 4), s3 = sums + (k3 << 4);
  const s4 = sums + (k4 << 4);
  let c0 = v128.load(s0), c1 = v128.load(s1), c2 = v128.load(s2), c3 = v128.load(s3), c4 = v128.load(s4);
  const rest = d.planeWidth & 3;
  const whole = <usize>(d.planeWidth - rest) << 2;
  const mask = maskOf(rest);
  for (let h = d.planeHeight; h > 0; h--) {
    for (let at: usize = 0; at < whole; at += 16) {
      const y = v128.load(dy + at);
      c0 = madd(y, v128.load(p0 + at), c0);
      c1 = madd(y, v128.load(p1 + at), c1);
      c2 = madd(y, v128.load(p2 + at), c2);
      c3 = madd(y, v128.load(p3 + at), c3);
      c4 = madd(y, v128.load(p4 + at), c4);
    }
    if (rest) {
      const y = loadPartial(dy + whole, rest);
      c0 = madd(y, v128.and(v128.load(p0 + whole), mask), c0);
      c1 = madd(y, v128.and(v128.load(p1 + whole), mask), c1);
      c2 = madd(y, v128.and(v128.load(p2 + whole), mask), c2);
      c3 = madd(y, v128.and(v128.load(p3 + whole), mask), c3);
      c4 = madd(y, v128.and(v128.load(p4 + whole), mask), c4);
    }
    dy += <usize>d.planeWidth << 2;
    p0 += step;
    p1 += step;
    p2 += step;
    p3 += step;
    p4 += step;
  }
  v128.store(s0, c0);
  v128.store(s1, c1);
  v128.store(s2, c2);
  v128.store(s3, c3);
  v128.store(s4, c4);
}
