/** The state of a training run, as the user sees it. */
export interface ProgressState {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly totalSteps: number;
  readonly stepsPerSecond: number;
  readonly loss: number;
  readonly learningRate: number;
  /** Validation accuracy; absent until the first epoch has ended. */
  readonly accuracy?: number;
}

/** Shows the progress of training: a bar in a terminal, plain lines elsewhere. */
export interface Progress {
  /** @param step number of steps that have been taken, in a run that goes on */
  start(title: string, totalSteps: number, step: number): void;
  update(state: ProgressState): void;
  /** Writes a line that stays, for example at the end of an epoch. */
  line(text: string): void;
  stop(): void;
}

/** The line that a training begins with. */
export const startLine = (title: string, totalSteps: number, step: number): string =>
  `training ${title}: ${totalSteps} steps${step === 0 ? '' : `, from step ${step} on`}\n`;
