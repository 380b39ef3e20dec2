/**
 * Built-in kernels without a WASM row on purpose, each with the reason: they run as reference loops. A training that calls one
 * is as slow as its loop, and `kernelReport().reference` counts it.
 */
export const referenceOnly: Readonly<Record<string, string>> = {};
