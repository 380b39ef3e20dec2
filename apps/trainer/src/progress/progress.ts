/** What a person sees while a model trains. */
export interface ProgressState {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly totalSteps: number;
  readonly stepsPerSecond: number;
  readonly loss: number;
  readonly learningRate: number;
  /** Of validation, once an epoch has ended. */
  readonly accuracy?: number;
}

/** Shows how training goes: a bar in a terminal, plain lines elsewhere. */
export interface Progress {
  start(title: string, totalSteps: number): void;
  update(state: ProgressState): void;
  /** An epoch has ended: something worth a line of its own. */
  line(text: string): void;
  stop(): void;
}
