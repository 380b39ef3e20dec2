/** A seeded generator of numbers in [-1, 1) (a 32-bit multiply-with-xorshift). */
function createDraw(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let word = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return ((word ^ (word >>> 16)) >>> 0) / 2 ** 31 - 1;
  };
}

/** `count` random numbers in [-1, 1). */
export function randomValues(count, seed) {
  const draw = createDraw(seed);
  return Float32Array.from({ length: count }, draw);
}

/** `count` random classes in [0, classes), each as a one-hot row. */
export function oneHotClasses(count, classes, seed) {
  const draw = createDraw(seed);
  const rows = new Float32Array(count * classes);
  for (let i = 0; i < count; i++) rows[i * classes + Math.floor(((draw() + 1) / 2) * classes)] = 1;
  return rows;
}
