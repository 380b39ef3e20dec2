import { stateDict } from '@regopt/layers';
import { fullLike, keep, type Tensor, zeros } from '@regopt/tensor';

/** A kept scalar of value 0 on the model's back end; on the current one for a model without tensors. */
export function zeroBeside(model: object): Tensor {
  const [first] = stateDict(model).values();
  return keep(first === undefined ? zeros([]) : fullLike(first, 0, [], 'f32'));
}
