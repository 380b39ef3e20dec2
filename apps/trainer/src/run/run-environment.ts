import type { Progress } from '../progress/progress.ts';

/** What a run has of the program around it. */
export interface RunEnvironment {
  readonly progress: Progress;
  /** Aborted to stop the run, which keeps what it has. */
  readonly signal: AbortSignal;
  /** Shows a line of the run's course. */
  say(line: string): void;
  /** Tells the user what went wrong, or will, without ending the run. */
  warn(sentence: string): void;
}
