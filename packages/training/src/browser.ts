export type { Store } from './contract/store.ts';
