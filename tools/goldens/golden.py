"""What every golden script shares: drawing inputs, running PyTorch, writing JSON that is the same at each run.

Inputs are multiples of 1/1024, so the very same numbers are exact in f32 and a test in f32 measures the
kernel alone, not the rounding of its input. They come from Python's own generator, whose stream is fixed
by the language, and not from PyTorch's.
"""
import functools
import json
import math
import random

import torch

from named_files import keep

torch.set_default_dtype(torch.float64)
# One thread: a sum split over threads depends on how many there are.
torch.set_num_threads(1)

VERSION = 'PyTorch ' + torch.__version__.split('+')[0]
NAMES = {torch.float64: 'f64', torch.float32: 'f32', torch.int32: 'i32', torch.int64: 'i32', torch.uint8: 'u8'}


class Draw:
    """Tensors of multiples of 1/1024 from a written-out seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def floats(self, *shape, low=-2.0, high=2.0, dtype=torch.float64):
        first, last = round(low * 1024), round(high * 1024)
        values = [self.random.randint(first, last) / 1024 for _ in range(math.prod(shape))]
        return torch.tensor(values, dtype=dtype).reshape(shape)

    def integers(self, *shape, below):
        values = [self.random.randrange(below) for _ in range(math.prod(shape))]
        return torch.tensor(values, dtype=torch.int64).reshape(shape)

    def bits(self, *shape):
        return self.integers(*shape, below=2).to(torch.uint8)


def f64(values, *shape):
    """A float64 tensor with written-out values."""
    made = torch.tensor(values, dtype=torch.float64)
    return made.reshape(shape) if shape else made


def number(value, dtype):
    """A number as JSON holds it; what JSON cannot hold becomes the string that JavaScript's Number() reads."""
    if isinstance(value, int):
        return value
    if math.isnan(value):
        return 'NaN'
    if math.isinf(value):
        return 'Infinity' if value > 0 else '-Infinity'
    if dtype == torch.float32:
        # Nine digits name one f32, and rounding them to f32 gives it back.
        return float(f'{value:.9g}')
    return value


def values(tensor):
    """The elements, row-major."""
    return [number(value, tensor.dtype) for value in tensor.detach().reshape(-1).tolist()]


def written(tensor, dtype=False):
    """A tensor as the files hold it."""
    if tensor is None:
        return None
    made = {'shape': list(tensor.shape), 'data': values(tensor)}
    if dtype:
        made['dtype'] = NAMES[tensor.dtype]
    return made


def scalar(value):
    """One JSON token. repr is the shortest decimal that reads back as the same f64 (17 digits at most)."""
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 2**53:
            return '-0' if value == 0 and math.copysign(1, value) < 0 else str(int(value))
        return repr(value)
    return json.dumps(value, ensure_ascii=False)


def text(value, indent=''):
    """JSON with sorted keys, a line per field, and lists of numbers on one line, so that a change shows as one line."""
    deeper = indent + ' '
    if isinstance(value, dict):
        if not value:
            return '{}'
        rows = [f'{deeper}{json.dumps(key)}: {text(value[key], deeper)}' for key in sorted(value)]
        return '{\n' + ',\n'.join(rows) + f'\n{indent}}}'
    if isinstance(value, (list, tuple)):
        if not any(isinstance(item, (dict, list, tuple)) for item in value):
            return '[' + ','.join(scalar(item) for item in value) + ']'
        rows = [deeper + text(item, deeper) for item in value]
        return '[\n' + ',\n'.join(rows) + f'\n{indent}]'
    return scalar(value)


def holds_non_finite(value):
    if isinstance(value, dict):
        return any(holds_non_finite(item) for item in value.values())
    if isinstance(value, (list, tuple)):
        return any(holds_non_finite(item) for item in value)
    return value in ('NaN', 'Infinity', '-Infinity')


def save(area, name, content):
    """Make tools/goldens/<area>/<name>.json, for write_named to write; a case with NaN or an infinity in it says so."""
    for case in content.get('cases', []):
        if holds_non_finite(case):
            case['nonFinite'] = True
    keep(f'{area}/{name}.json', f'{text(content)}\n'.encode())


def family(module):
    """The class Op for the ops of a family, which is named after its module, cases.<family>."""
    return functools.partial(Op, module.rpartition('.')[2])


class Op:
    """The cases of one op, gathered for ops/<family>/<name>.json."""

    def __init__(self, folder, name, torch_name, function, seed, note=None):
        self.folder = folder
        self.draw = Draw(seed)
        self.function = function
        self.content = {'op': name, 'source': f'{VERSION} {torch_name}', 'seed': seed, 'cases': []}
        if note:
            self.content['note'] = note

    def case(self, name, inputs, options=None, extra=None, **more):
        """Run the op on the inputs in f64, pull a drawn gradient back through it, and keep all of it.

        The options go to the function as they are written, so file and computation cannot differ.
        """
        options = {**(options or {}), **more}
        leaves = [x.clone().requires_grad_() if x.is_floating_point() else x.clone() for x in inputs]
        output = self.function(*leaves, **options)
        gradient = self.draw.floats(*output.shape, low=-1, high=1)
        floats = [leaf for leaf in leaves if leaf.requires_grad]
        found = iter(torch.autograd.grad(output, floats, gradient))
        gradients = [next(found) if leaf.requires_grad else None for leaf in leaves]
        case = {
            'name': name,
            'inputs': [written(x, dtype=True) for x in inputs],
            'options': options,
            'output': written(output),
            'outputGradient': written(gradient),
            'gradients': [written(x) for x in gradients],
        }
        if extra:
            case.update(extra(*inputs, **options))
        self.content['cases'].append(case)
        return self

    def save(self):
        save(f'ops/{self.folder}', self.content['op'], self.content)
