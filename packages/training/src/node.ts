export type { Store } from './contract/store.ts';
export { type FolderOptions, type FolderStore, folder } from './store/folder.ts';
