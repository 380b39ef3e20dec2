import { defineAppBuild } from '../../tsup.base.ts';

export default defineAppBuild({ main: 'src/main.ts' });
