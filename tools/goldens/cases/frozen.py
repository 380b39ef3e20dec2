"""Fine-tuning runs in which parts of a model stay in evaluation mode."""
import torch
from torch import nn

from golden import VERSION, Draw, save, values, written

STEPS = 6
draw = Draw(10)
model = nn.Sequential(
    nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Dropout(0.0)),
    nn.Linear(4, 2),
)
for name, each in model.state_dict().items():
    if name.endswith('running_var'):
        each.copy_(draw.floats(*each.shape, low=0.5, high=2))
    elif each.is_floating_point():
        each.copy_(draw.floats(*each.shape, low=-1, high=1))
start = {name: each.clone() for name, each in model.state_dict().items()}
batches = [(draw.floats(5, 3), draw.integers(5, below=2)) for _ in range(STEPS)]


def run(name, part, trainable):
    """Trains with one part in evaluation mode, as model.train() and part.eval() do; dropout there would show if it dropped."""
    model.load_state_dict(start)
    model.train()
    frozen = part(model).eval()
    model[0][3].p = 0.5 if name == 'backbone' else 0.0
    for each in model.parameters():
        each.requires_grad_(True)
    for each in frozen.parameters():
        each.requires_grad_(trainable)
    wanted = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    optimizer = torch.optim.SGD([p for _, p in wanted], lr=0.1, momentum=0.9, foreach=False)
    losses = []
    for x, labels in batches:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {
        'name': name,
        'trained': [n for n, _ in wanted],
        'losses': losses,
        'final': {n: written(p, dtype=True) for n, p in model.state_dict().items()},
    }


def write():
    save(
        'layers',
        'frozen',
        {
            'source': f'{VERSION} torch.nn, torch.optim.SGD',
            'seed': 10,
            'state': {n: written(p, dtype=True) for n, p in start.items()},
            'batches': [{'input': written(x), 'labels': values(labels)} for x, labels in batches],
            'cases': [
                run('backbone', lambda m: m[0], trainable=False),
                run('norm', lambda m: m[0][1], trainable=False),
                run('norm with a trained scale and shift', lambda m: m[0][1], trainable=True),
            ],
        },
    )
