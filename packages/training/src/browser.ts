export type { Store } from './contract/store.ts';
export { opfs } from './store/opfs.ts';
