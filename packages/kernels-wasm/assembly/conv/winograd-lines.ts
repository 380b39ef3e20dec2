/**
 * Copies lines first to first + count of a plane to `to`, `line` bytes apart, so that element 0 of each is
 * column `offset` <= 0. The memory left and right of the plane must contain zeros already; it is not written.
 */
export function copyLines(
  to: usize, line: usize, plane: usize, height: i32, width: i32, offset: i32, first: i32, count: i32,
): void {
  const left = <usize>-offset << 2;
  const end = (<usize>min(width, <i32>(line >> 2) + offset) << 2) - 16;
  for (let h = first; h < first + count; h++) {
    if (<u32>h < <u32>height) {
      const p = plane + (<usize>(h * width) << 2), q = to + left;
      for (let at: usize = 0; at < end; at += 16) v128.store(q + at, v128.load(p + at));
      v128.store(q + end, v128.load(p + end));
    } else memory.fill(to, 0, line);
    to += line;
  }
}
