import { definePackageBuild } from '../../tsup.base.ts';

const build = definePackageBuild({ index: 'src/index.ts', wasm: 'src/wasm.ts' });

// The .wasm files are made before this build and stay.
export default { ...build, clean: ['!*.wasm'] };
