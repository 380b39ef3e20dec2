/** The frames of a page during some work. */
export interface Frames<T> {
  readonly result: T;
  readonly frames: number;
  /** Max time between two frames, including before the first and after the last one, in milliseconds. */
  readonly largestGap: number;
  readonly milliseconds: number;
}

/** Counts the frames that this page draws from now until the promise settles. */
export async function framesWhile<T>(work: () => Promise<T>): Promise<Frames<T>> {
  const drawn = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const begun = await drawn();
  let frames = 0;
  let latest = begun;
  let largestGap = 0;
  let running = true;
  const count = async () => {
    while (running) {
      const now = await drawn();
      frames += 1;
      largestGap = Math.max(largestGap, now - latest);
      latest = now;
    }
  };
  const counting = count();
  const result = await work();
  running = false;
  // The frame after the work does not count, but its gap does.
  await counting;
  return { result, frames: frames - 1, largestGap, milliseconds: latest - begun };
}
