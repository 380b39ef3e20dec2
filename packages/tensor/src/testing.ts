export { type AssertNoLeakOptions, assertNoLeak } from './testing/assert-no-leak.ts';
export { createRecorder, type Recorder } from './testing/create-recorder.ts';
export { describeBackend } from './testing/describe-backend.ts';
export { type ExpectedValues, expectClose, type Tolerance } from './testing/expect-close.ts';
export { loadGolden } from './testing/load-golden.ts';
