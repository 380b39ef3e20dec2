import { fileURLToPath } from 'node:url';

/** The app's folder; the path holds from `src/` and from `dist/`. */
export const benchFolder = fileURLToPath(new URL('..', import.meta.url));
