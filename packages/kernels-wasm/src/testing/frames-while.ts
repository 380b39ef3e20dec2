/** What a page drew while something went on in it. */
export interface Frames<T> {
  readonly result: T;
  readonly frames: number;
  /** The longest time between two frames, before the first one and after the last one included, in milliseconds. */
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
  // The frame after the work is not the work's, but its gap is.
  await counting;
  return { result, frames: frames - 1, largestGap, milliseconds: latest - begun };
}
