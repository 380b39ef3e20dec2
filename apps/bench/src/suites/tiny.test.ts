import { describeSuite } from '../testing/describe-suite.ts';
import { tiny } from './tiny.ts';

describeSuite(tiny);
