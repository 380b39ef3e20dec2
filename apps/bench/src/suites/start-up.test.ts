import { describeSuite } from '../testing/describe-suite.ts';
import { startUp } from './start-up.ts';

// The suite needs the built packages; the test only checks its definition.
describeSuite(startUp, { run: false });
