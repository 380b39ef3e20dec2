import { describeSuite } from '../testing/describe-suite.ts';
import { elementwise } from './elementwise.ts';

describeSuite(elementwise);
