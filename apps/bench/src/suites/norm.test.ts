import { describeSuite } from '../testing/describe-suite.ts';
import { norm } from './norm.ts';

describeSuite(norm);
