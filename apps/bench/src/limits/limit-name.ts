/** What bounds a work: the core's multiply-adds, or the memory's traffic. */
export type LimitName = 'multiplyAdd' | 'streams';
