/**
 * Built-in kernels that deliberately have no WASM row, each with the reason: they run as reference loops. A
 * training step that calls one is as slow as its loop, and `kernelReport().reference` counts it.
 */
export const referenceOnly: Readonly<Record<string, string>> = {};
