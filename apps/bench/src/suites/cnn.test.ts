import { describeSuite } from '../testing/describe-suite.ts';
import { cnn } from './cnn.ts';

describeSuite(cnn);
