"""Running a PyTorch module for the goldens of the layers."""
import json
import struct

import torch

from golden import number, written

SAFETENSORS = {torch.float64: 'F64', torch.float32: 'F32', torch.int64: 'I64', torch.int32: 'I32', torch.uint8: 'U8'}


def state(module):
    """A copy of the state dict, with PyTorch's names."""
    return {name: written(value, dtype=True) for name, value in module.state_dict().items()}


def fill(module, draw):
    """Give every parameter drawn numbers: scales from [0.5, 1.5), the rest from [-1, 1)."""
    for name, parameter in module.named_parameters():
        scale = name.endswith('weight') and parameter.dim() == 1
        values = draw.floats(*parameter.shape, low=0.5 if scale else -1, high=1.5 if scale else 1)
        parameter.data.copy_(values.to(parameter.dtype))
    return module


def step(module, draw, x, training):
    """One pass forward and back, and the state it leaves behind."""
    module.train(training)
    module.zero_grad(set_to_none=True)
    leaf = x.clone().requires_grad_() if x.is_floating_point() else x
    output = module(leaf)
    gradient = draw.floats(*output.shape, low=-1, high=1)
    if output.requires_grad:
        output.backward(gradient)
    return {
        'training': training,
        'input': written(x, dtype=True),
        'output': written(output),
        'outputGradient': written(gradient),
        'inputGradient': written(leaf.grad) if x.is_floating_point() else None,
        'parameterGradients': {name: written(parameter.grad) for name, parameter in module.named_parameters()},
        'stateAfter': {name: written(value, dtype=True) for name, value in module.named_buffers()},
    }


def case(name, module, draw, inputs, options):
    """inputs: (training, tensor) in order."""
    fill(module, draw)
    return {
        'name': name,
        'options': options,
        'state': state(module),
        'steps': [step(module, draw, x, training) for training, x in inputs],
    }


def safetensors(tensors, metadata):
    """A file in the safetensors format: the header's length (u64), the header in JSON padded with spaces to 8 bytes, the data.

    Wide types come first, then by name, as the format's own library orders them.
    """
    order = sorted(tensors, key=lambda name: (-tensors[name].element_size(), name))
    header, data = {'__metadata__': metadata}, b''
    for name in order:
        tensor = tensors[name].detach().contiguous()
        piece = tensor.numpy().tobytes()
        header[name] = {
            'dtype': SAFETENSORS[tensor.dtype],
            'shape': list(tensor.shape),
            'data_offsets': [len(data), len(data) + len(piece)],
        }
        data += piece
    head = json.dumps(header, separators=(',', ':')).encode()
    head += b' ' * (-len(head) % 8)
    return struct.pack('<Q', len(head)) + head + data


def spread(tensor):
    """The least, greatest, mean and standard deviation of many drawn numbers."""
    values = {'min': tensor.min(), 'max': tensor.max(), 'mean': tensor.mean(), 'standardDeviation': tensor.std()}
    return {name: number(value.item(), torch.float64) for name, value in values.items()}
