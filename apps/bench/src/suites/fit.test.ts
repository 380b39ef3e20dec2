import { describeSuite } from '../testing/describe-suite.ts';
import { fit } from './fit.ts';

describeSuite(fit);
