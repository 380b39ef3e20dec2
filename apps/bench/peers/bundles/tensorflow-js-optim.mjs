import { train } from '@tensorflow/tfjs-core';

export const { adam, momentum } = train;
