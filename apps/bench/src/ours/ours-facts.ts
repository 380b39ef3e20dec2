/** How ours runs, as it says itself. */
export interface OursFacts {
  readonly threads: number;
  readonly build: 'portable' | 'relaxed';
  readonly compiled: boolean;
}
