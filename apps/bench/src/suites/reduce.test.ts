import { describeSuite } from '../testing/describe-suite.ts';
import { reduce } from './reduce.ts';

describeSuite(reduce);
