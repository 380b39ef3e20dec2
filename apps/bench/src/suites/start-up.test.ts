import { describeSuite } from '../testing/describe-suite.ts';
import { startUp } from './start-up.ts';

// It runs the built packages, which a test does not need.
describeSuite(startUp, { run: false });
