"""A model as PyTorch users save it: f32, its state dict's names, num_batches_tracked an I64, in safetensors."""
import torch
from torch import nn

from golden import VERSION, Draw, save, written
from golden_layers import safetensors, state
from named_files import keep


def model():
    return nn.Sequential(
        nn.Linear(6, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.5),
        nn.Linear(8, 5), nn.LayerNorm(5), nn.Tanh(), nn.Linear(5, 3, bias=False),
    )


def write():
    torch.manual_seed(701)
    draw = Draw(701)
    made = model().float()
    for layer in (made[1], made[5]):
        nn.init.uniform_(layer.weight, 0.5, 1.5)
        nn.init.uniform_(layer.bias, -1, 1)
    # Running statistics other than 0 and 1: three batches pass through it.
    made.train()
    for _ in range(3):
        made(draw.floats(8, 6, dtype=torch.float32))
    made.eval()
    x = draw.floats(4, 6, dtype=torch.float32)
    keep('layers/mlp.safetensors', safetensors(made.state_dict(), {'format': 'pt'}))
    exact = model().double().eval()
    exact.load_state_dict({name: value.double() if value.is_floating_point() else value for name, value in made.state_dict().items()})
    save('layers', 'saved-model', {
        'source': f'{VERSION}, torch.manual_seed(701)',
        'seed': 701,
        'note': 'mlp.safetensors holds state, whose numbers have nine digits here: round them to f32. output is computed in f32 (nine digits), outputF64 from the same weights in f64. Evaluation mode.',
        'file': 'mlp.safetensors',
        'metadata': {'format': 'pt'},
        'sequential': ['Linear(6, 8)', 'BatchNorm1d(8)', 'ReLU', 'Dropout(0.5)', 'Linear(8, 5)', 'LayerNorm(5)', 'Tanh', 'Linear(5, 3, bias=False)'],
        'state': state(made),
        'stateDTypes': {name: 'I64' if value.dtype == torch.int64 else 'F32' for name, value in made.state_dict().items()},
        'input': written(x.double()),
        'output': written(made(x)),
        'outputF64': written(exact(x.double())),
    })
