/** The names of a state's tensors beside the model's own begin so. */
export const reserved = 'training.';
