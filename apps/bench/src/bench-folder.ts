import { fileURLToPath } from 'node:url';

/** The app's folder, from `src/` as from `dist/`. */
export const benchFolder = fileURLToPath(new URL('..', import.meta.url));
