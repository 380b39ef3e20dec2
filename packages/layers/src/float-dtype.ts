/** What parameters are made of: `f32` for training, `f64` for checks on the reference back end. */
export type FloatDType = 'f32' | 'f64';
