"""Write layers/foreign-states.json: safetensors files as PyTorch's users write them, and what PyTorch makes of each.

Run with: python tools/goldens/states.py foreign-states
"""
import base64
import pathlib
import tempfile

import safetensors
import safetensors.torch
import torch
from golden import VERSION, Draw, save, written
from named_files import write_named
from torch import nn

torch.set_default_dtype(torch.float32)
draw = Draw(8)


def filled(module):
    """The module with drawn parameters and buffers, in evaluation mode."""
    for name, each in module.state_dict().items():
        if name.endswith('running_var'):
            each.copy_(draw.floats(*each.shape, low=0.5, high=2))
        elif each.is_floating_point():
            each.copy_(draw.floats(*each.shape, low=-1, high=1))
    return module.eval()


def packed(state):
    """What safetensors.torch.save gives, which wants memory of its own for each tensor."""
    return base64.b64encode(safetensors.torch.save({k: v.clone() for k, v in state.items()})).decode()


def answer(module, *shape):
    x = draw.floats(*shape, dtype=torch.float32)
    return {'input': written(x), 'output': written(module(x))}


class Tied(nn.Module):
    """An autoencoder whose two layers share a weight."""

    def __init__(self):
        super().__init__()
        self.encoder = nn.Linear(3, 3, bias=False)
        self.decoder = nn.Linear(3, 3)
        self.decoder.weight = self.encoder.weight

    def forward(self, x):
        return self.decoder(torch.relu(self.encoder(x)))


class BertOutput(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense = nn.Linear(4, 4)
        self.LayerNorm = nn.LayerNorm(4)

    def forward(self, x):
        return self.LayerNorm(self.dense(x) + x)


class BertLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.ModuleDict({'output': BertOutput()})
        self.conv2D = nn.Linear(4, 4, bias=False)
        self.Wq = nn.Parameter(torch.zeros(4))
        self.in_proj_weight = nn.Parameter(torch.zeros(4))

    def forward(self, x):
        return self.conv2D(self.attention['output'](x)) * self.Wq + self.in_proj_weight


def tied():
    module = filled(Tied())
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / 'tied.safetensors'
        safetensors.torch.save_model(module, str(file))
        data = file.read_bytes()
        with safetensors.safe_open(file, 'pt') as opened:
            metadata, names = opened.metadata(), sorted(opened.keys())
    return {
        'base64': base64.b64encode(data).decode(),
        'metadata': metadata,
        'names': names,
        'stateDict': list(module.state_dict()),
        **answer(module, 2, 3),
    }


def old_batch_norm():
    """A state without num_batches_tracked, and what a strict load of it does to a module that has seen 7 batches."""
    module = filled(nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2)))
    state = {k: v for k, v in module.state_dict().items() if not k.endswith('num_batches_tracked')}
    target = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2)).eval()
    target[1].num_batches_tracked.fill_(7)
    result = target.load_state_dict(safetensors.torch.load(base64.b64decode(packed(state))))
    return {
        'base64': packed(state),
        'missing': result.missing_keys,
        'unexpected': result.unexpected_keys,
        'batchesBefore': 7,
        'batchesAfter': target[1].num_batches_tracked.item(),
        **answer(target, 2, 3),
    }


def wrapped(prefix, wrap):
    module = filled(nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2)))
    state = wrap(module).state_dict()
    assert all(name.startswith(prefix) for name in state)
    return {'prefix': prefix, 'base64': packed(state), **answer(module, 2, 3)}


bert = filled(nn.ModuleDict({'bert': nn.ModuleDict({'encoder': nn.ModuleDict({'layer': nn.ModuleList([BertLayer()])})})}))
save(
    'layers',
    'foreign-states',
    {
        'source': f'safetensors {safetensors.__version__}, {VERSION}',
        'seed': 8,
        'tied': tied(),
        'oldBatchNorm': old_batch_norm(),
        'wrapped': [
            wrapped('module.', nn.DataParallel),
            wrapped('_orig_mod.', torch.compile),
            wrapped('module._orig_mod.', lambda module: nn.DataParallel(torch.compile(module))),
        ],
        'bert': {
            'base64': packed(bert.state_dict()),
            'names': list(bert.state_dict()),
            **answer(bert['bert']['encoder']['layer'][0], 2, 4),
        },
    },
)
write_named()
