import { describeSuite } from '../testing/describe-suite.ts';
import { size } from './size.ts';

describeSuite(size);
