import { describeSuite } from '../testing/describe-suite.ts';
import { gemm } from './gemm.ts';

describeSuite(gemm);
