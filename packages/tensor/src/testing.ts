export { type AssertNoLeakOptions, assertNoLeak } from './testing/assert-no-leak.ts';
export { type Capturer, createCapturer } from './testing/create-capturer.ts';
export { describeBackend } from './testing/describe-backend.ts';
export { type ExpectedValues, expectClose, type Tolerance } from './testing/expect-close.ts';
export { loadGolden } from './testing/load-golden.ts';
