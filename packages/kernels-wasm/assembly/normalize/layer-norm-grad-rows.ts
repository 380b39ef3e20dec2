import { laneSumF64, loadLanes, storeLanes } from '../lanes';
import { madd } from '../madd';
import { affine } from './affine';

/** Rows that are processed together: their data stays in the L1 cache. */
export const ROWS: i32 = 16;

/** Columns whose terms are summed in a row's four f32 lanes before their sums are added to totals in f64. */
const SPAN: i32 = 512;

// Work memory, per row: four lanes of the sums of g = dy gamma and of g u, their totals in f64, and mean,
// scale, drift and rest in f32. The drift is the rounding error of the mean in f32. Usually u = x - mean, and
// rest = rstd, which is faster. If the drift is not negligible or products of x - mean could overflow,
// u = (x - mean) scale + drift = xhat, and rest = 1.
const PRODUCT: usize = <usize>ROWS << 4;
const TOTALS: usize = <usize>ROWS << 5;
const UNIT: usize = <usize>ROWS * 48;
/** Offset of the columns' sums of dy in work memory; the sums of dy xhat follow. */
export const COLUMNS: usize = <usize>ROWS << 6;

/**
 * Adds the terms of 16 columns of `rows` rows to the rows' sums and to the columns' sums, of dy at `beta`, of
 * dy xhat at `gammaSums`. With p = dy (x - mean) the terms are dy gamma, p gamma, dy and p rest.
 */
function addStrip(
  work: usize, beta: usize, gammaSums: usize, dy: usize, x: usize, gamma: usize, rows: i32, stride: usize,
): void {
  const g0 = v128.load(gamma), g1 = v128.load(gamma, 16), g2 = v128.load(gamma, 32);
  const g3 = v128.load(gamma, 48);
  let a0 = v128.load(beta), a1 = v128.load(beta, 16), a2 = v128.load(beta, 32), a3 = v128.load(beta, 48);
  let b0 = v128.load(gammaSums), b1 = v128.load(gammaSums, 16);
  let b2 = v128.load(gammaSums, 32), b3 = v128.load(gammaSums, 48);
  const end = x + <usize>rows * stride;
  for (; x < end; x += stride, dy += stride, work += 16) {
    const centre = v128.load32_splat(work, UNIT);
    const rest = v128.load32_splat(work, UNIT + 12);
    let sum = v128.load(work);
    let product = v128.load(work, PRODUCT);
    let d = v128.load(dy);
    let p = f32x4.mul(d, f32x4.sub(v128.load(x), centre));
    sum = madd(d, g0, sum);
    product = madd(p, g0, product);
    a0 = f32x4.add(a0, d);
    b0 = madd(p, rest, b0);
    d = v128.load(dy, 16);
    p = f32x4.mul(d, f32x4.sub(v128.load(x, 16), centre));
    sum = madd(d, g1, sum);
    product = madd(p, g1, product);
    a1 = f32x4.add(a1, d);
    b1 = madd(p, rest, b1);
    d = v128.load(dy, 32);
    p = f32x4.mul(d, f32x4.sub(v128.load(x, 32), centre));
    sum = madd(d, g2, sum);
    product = madd(p, g2, product);
    a2 = f32x4.add(a2, d);
    b2 = madd(p, rest, b2);
    d = v128.load(dy, 48);
    p = f32x4.mul(d, f32x4.sub(v128.load(x, 48), centre));
    sum = madd(d, g3, sum);
    product = madd(p, g3, product);
    a3 = f32x4.add(a3, d);
    b3 = madd(p, rest, b3);
    v128.store(work, sum);
    v128.store(work, product, PRODUCT);
  }
  v128.store(beta, a0);
  v128.store(beta, a1, 16);
  v128.store(beta, a2, 32);
  v128.store(beta, a3, 48);
  v128.store(gammaSums, b0);
  v128.store(gammaSums, b1, 16);
  v128.store(gammaSums, b2, 32);
  v128.store(gammaSums, b3, 48);
}

/** The same for up to four columns, also for u other than x - mean. */
function addFew(
  work: usize, beta: usize, gammaSums: usize, dy: usize, x: usize, gamma: usize, rows: i32, stride: usize,
  lanes: i32,
): void {
  const g = loadLanes(gamma, lanes);
  for (let r = 0; r < rows; r++, x += stride, dy += stride, work += 16) {
    const d = loadLanes(dy, lanes);
    const drift = v128.load32_splat(work, UNIT + 8);
    const u = affine(
      loadLanes(x, lanes), v128.load32_splat(work, UNIT), v128.load32_splat(work, UNIT + 4), drift,
    );
    const p = f32x4.mul(d, u);
    v128.store(work, madd(d, g, v128.load(work)));
    v128.store(work, madd(p, g, v128.load(work, PRODUCT)), PRODUCT);
    v128.store(beta, f32x4.add(v128.load(beta), d));
    v128.store(gammaSums, madd(p, v128.load32_splat(work, UNIT + 12), v128.load(gammaSums)));
  }
}

/** The rounding error of a mean in f32, in units of sigma: `pair` is mean and 1 / sigma. */
// @ts-ignore: decorator
@inline function driftOf(pair: usize): f64 {
  const mean = load<f64>(pair);
  return (<f64><f32>mean - mean) * load<f64>(pair, 8);
}

/**
 * dx of at most ROWS rows of n values: dx = rstd (g - mean g - xhat mean(g xhat)) with g = dy gamma. Adds the
 * columns' sums of dy and dy xhat to those in work memory, four to a vector; addresses are those of the first
 * row.
 */
export function gradRows(
  dx: usize, dy: usize, x: usize, pairs: usize, gamma: usize, rows: i32, n: i32, work: usize,
): void {
  const stride = <usize>n << 2;
  const beta = work + COLUMNS;
  const gammaSums = beta + ((stride + 15) & ~15);
  memory.fill(work + TOTALS, 0, <usize>ROWS << 4);
  let far = false;
  for (let at: usize = 0; at < <usize>rows << 4; at += 16) {
    const root = load<f64>(pairs + at, 8);
    if (!(abs(driftOf(pairs + at)) < 5e-7 && root > 1e-12 && root < 1e12)) far = true;
    v128.store(work + at, f32x4(<f32>load<f64>(pairs + at), 1, 0, <f32>root), UNIT);
  }
  for (let at: usize = 0; far && at < <usize>rows << 4; at += 16) {
    store<f32>(work + at, <f32>load<f64>(pairs + at, 8), UNIT + 4);
    store<f32>(work + at, <f32>driftOf(pairs + at), UNIT + 8);
    store<f32>(work + at, 1, UNIT + 12);
  }
  for (let from = 0; from < n; from += SPAN) {
    const to = min(from + SPAN, n);
    memory.fill(work, 0, TOTALS);
    let j = from;
    for (; !far && j + 16 <= to; j += 16) {
      const at = <usize>j << 2;
      addStrip(work, beta + at, gammaSums + at, dy + at, x + at, gamma + at, rows, stride);
    }
    for (; j < to; j += 4) {
      const at = <usize>j << 2;
      const lanes = min(to - j, 4);
      addFew(work, beta + at, gammaSums + at, dy + at, x + at, gamma + at, rows, stride, lanes);
    }
    for (let r: usize = 0; r < <usize>rows; r++) {
      const total = work + TOTALS + (r << 4);
      store<f64>(total, load<f64>(total) + laneSumF64(v128.load(work + (r << 4))));
      store<f64>(total, load<f64>(total, 8) + laneSumF64(v128.load(work + (r << 4), PRODUCT)), 8);
    }
  }
  for (let r: usize = 0; r < <usize>rows; r++) {
    const row = work + (r << 4);
    const root = load<f64>(pairs + (r << 4), 8);
    const drift = driftOf(pairs + (r << 4));
    const sum = load<f64>(row, TOTALS) / <f64>n;
    let product = load<f64>(row, TOTALS + 8) / <f64>n;
    if (!far) product = product * root + drift * sum;
    const at = r * stride;
    writeRow(
      dx + at, dy + at, x + at, gamma, n, load<f32>(row, UNIT), <f32>root, <f32>(-sum - drift * product),
      <f32>(-product * root),
    );
  }
}

/** root (dy gamma + shift + (x - mean) slope) */
// @ts-ignore: decorator
@inline function pulled(
  dy: v128, x: v128, gamma: v128, mean: v128, root: v128, shift: v128, slope: v128,
): v128 {
  return f32x4.mul(root, madd(f32x4.sub(x, mean), slope, madd(dy, gamma, shift)));
}

function writeRow(
  dx: usize, dy: usize, x: usize, gamma: usize, n: i32, mean: f32, root: f32, shift: f32, slope: f32,
): void {
  const means = f32x4.splat(mean);
  const roots = f32x4.splat(root);
  const shifts = f32x4.splat(shift);
  const slopes = f32x4.splat(slope);
  const end = x + (<usize>n << 2);
  for (; x + 64 <= end; x += 64, dy += 64, dx += 64, gamma += 64) {
    v128.store(dx, pulled(v128.load(dy), v128.load(x), v128.load(gamma), means, roots, shifts, slopes));
    v128.store(
      dx, pulled(v128.load(dy, 16), v128.load(x, 16), v128.load(gamma, 16), means, roots, shifts, slopes), 16,
    );
    v128.store(
      dx, pulled(v128.load(dy, 32), v128.load(x, 32), v128.load(gamma, 32), means, roots, shifts, slopes), 32,
    );
    v128.store(
      dx, pulled(v128.load(dy, 48), v128.load(x, 48), v128.load(gamma, 48), means, roots, shifts, slopes), 48,
    );
  }
  for (; x < end; x += 16, dy += 16, dx += 16, gamma += 16) {
    const lanes = <i32>min<usize>((end - x) >> 2, 4);
    const value = pulled(
      loadLanes(dy, lanes), loadLanes(x, lanes), loadLanes(gamma, lanes), means, roots, shifts, slopes,
    );
    storeLanes(dx, value, lanes);
  }
}
