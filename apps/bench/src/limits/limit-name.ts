/** The resource that bounds a work: the cores' multiply-adds, or the memory's bandwidth. */
export type LimitName = 'multiplyAdd' | 'triad';
