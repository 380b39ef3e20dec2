/** 1 in the build that may use relaxed SIMD, 0 in the portable one: set on the compiler's command line. */
declare const RELAXED: i32;
