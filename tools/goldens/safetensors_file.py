"""Write safetensors/from-pytorch.json: a file that Python's safetensors wrote, and what it holds.

Run with: python tools/goldens/safetensors_file.py from-pytorch
"""
import base64

import safetensors
import safetensors.torch
import torch
from golden import VERSION, number, save
from named_files import write_named

inf, nan = float('inf'), float('nan')
TENSORS = {
    'layers.0.weight': torch.arange(6, dtype=torch.float32).reshape(2, 3) / 4,
    'double': torch.tensor([0.1, -1e300, 5e-324], dtype=torch.float64),
    'half': torch.tensor([1, -2.5, 65504, 6e-8, -0.0, inf, -inf, nan], dtype=torch.float16),
    'brain': torch.tensor([1, -2.5, 3.3895e38, 1e-40, inf, nan], dtype=torch.bfloat16),
    'num_batches_tracked': torch.tensor(2147483647, dtype=torch.int64),
    'long': torch.tensor([-2147483648, -1, 0, 7], dtype=torch.int64),
    'int': torch.tensor([[-2147483648], [2147483647]], dtype=torch.int32),
    'byte': torch.tensor([0, 1, 255], dtype=torch.uint8),
    'flag': torch.tensor([True, False, True]),
    'nothing': torch.zeros(0, 3),
    '__proto__': torch.tensor([5], dtype=torch.uint8),
    'größe "ß" 🎲\n': torch.ones(1, 1, 2),
}
NAMES = {torch.float64: 'f64', torch.int64: 'i32', torch.int32: 'i32', torch.uint8: 'u8', torch.bool: 'u8'}
METADATA = {'format': 'pt', 'note': 'größe'}

data = safetensors.torch.save(TENSORS, metadata=METADATA)
save(
    'safetensors',
    'from-pytorch',
    {
        'source': f'safetensors {safetensors.__version__}, {VERSION}',
        'base64': base64.b64encode(data).decode(),
        'metadata': METADATA,
        'tensors': [
            {
                'name': name,
                'dtype': NAMES.get(tensor.dtype, 'f32'),
                'shape': list(tensor.shape),
                'data': [
                    # A float64 keeps every f32, half and integer exactly.
                    number(float(value) if tensor.is_floating_point() else int(value), torch.float64)
                    for value in tensor.reshape(-1).tolist()
                ],
            }
            for name, tensor in TENSORS.items()
        ],
    },
)
write_named()
