import { describeSuite } from '../testing/describe-suite.ts';
import { optim } from './optim.ts';

describeSuite(optim);
