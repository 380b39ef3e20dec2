/** What bounds a work: the cores' multiply-adds, or the memory's traffic. */
export type LimitName = 'multiplyAdd' | 'triad';
