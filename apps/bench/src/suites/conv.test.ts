import { describeSuite } from '../testing/describe-suite.ts';
import { conv } from './conv.ts';

describeSuite(conv);
