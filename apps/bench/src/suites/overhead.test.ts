import { describeSuite } from '../testing/describe-suite.ts';
import { overhead } from './overhead.ts';

describeSuite(overhead);
