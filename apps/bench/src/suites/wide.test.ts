import { describeSuite } from '../testing/describe-suite.ts';
import { wide } from './wide.ts';

describeSuite(wide);
