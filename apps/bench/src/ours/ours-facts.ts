/** Facts on the run that our back end reports. */
export interface OursFacts {
  readonly threads: number;
  readonly build: 'portable' | 'relaxed';
  readonly compiled: boolean;
}
