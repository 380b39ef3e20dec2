import { describeSuite } from '../testing/describe-suite.ts';
import { mlp } from './mlp.ts';

describeSuite(mlp);
