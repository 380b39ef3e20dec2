"""Whole training runs: 20 steps over five batches in turn, the loss at each step and the state at the end."""
import torch
import torch.nn.functional as F
from torch import nn

from golden import VERSION, Draw, save, values, written
from golden_layers import fill, state
from philox import Dropout, Generator

STEPS = 20

GENERATOR_SEED = 77


def with_dropout(generator):
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), Dropout(0.25, generator), nn.Linear(8, 8), nn.ReLU(), Dropout(0.5, generator), nn.Linear(8, 3))


# No bias before batch normalisation: its gradient is 0, and Adam would blow the rounding error up to a step.
MODELS = (
    {
        'file': 'training',
        'sequential': ['Linear(4, 8, bias=False)', 'BatchNorm1d(8)', 'ReLU', 'Linear(8, 3)'],
        'make': lambda: nn.Sequential(nn.Linear(4, 8, bias=False), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 3)),
        'shape': (8, 4),
    },
    {
        'file': 'training-cnn',
        'sequential': ['Conv2d(1, 3, 3, padding=1, bias=False)', 'BatchNorm2d(3)', 'ReLU', 'MaxPool2d(2)', 'Flatten', 'Linear(12, 3)'],
        'make': lambda: nn.Sequential(
            nn.Conv2d(1, 3, 3, padding=1, bias=False), nn.BatchNorm2d(3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(12, 3)),
        'shape': (6, 1, 4, 4),
    },
    {
        'file': 'training-dropout',
        'sequential': ['Linear(4, 8)', 'ReLU', 'Dropout(0.25)', 'Linear(8, 8)', 'ReLU', 'Dropout(0.5)', 'Linear(8, 3)'],
        'make': lambda: with_dropout(Generator(GENERATOR_SEED)),
        'shape': (8, 4),
        'seeds': {'generatorSeed': GENERATOR_SEED},
        'note': ' Each training pass takes two draws of the generator with seed generatorSeed, one for each Dropout, the first first.',
    },
)

RUNS = (
    ('SGD with momentum', 'sgd', {'learningRate': 0.1, 'momentum': 0.9}),
    ('SGD', 'sgd', {'learningRate': 0.2}),
    ('SGD with Nesterov momentum and weight decay', 'sgd', {'learningRate': 0.1, 'momentum': 0.9, 'nesterov': True, 'weightDecay': 0.01}),
    ('Adam', 'adam', {'learningRate': 0.02}),
    ('Adam with weight decay', 'adam', {'learningRate': 0.02, 'weightDecay': 0.05}),
    ('AdamW', 'adamw', {'learningRate': 0.02, 'weightDecay': 0.1}),
    ('AdamW with label smoothing, clipping to norm 0.5 and a cosine schedule', 'adamw',
     {'learningRate': 0.05, 'weightDecay': 0.1, 'labelSmoothing': 0.1, 'maxNorm': 0.5, 'cosine': True}),
)


def labelled(draw, shape):
    """A batch whose label is the greatest of the first three features, or of the first three rows' sums."""
    x = draw.floats(*shape)
    rows = x if x.dim() == 2 else x.sum((1, 3))
    return x, rows[:, :3].argmax(1)


def optimizer(rule, parameters, o):
    if rule == 'sgd':
        return torch.optim.SGD(parameters, lr=o['learningRate'], momentum=o.get('momentum', 0), nesterov=o.get('nesterov', False),
                               weight_decay=o.get('weightDecay', 0), foreach=False)
    made = torch.optim.Adam if rule == 'adam' else torch.optim.AdamW
    return made(parameters, lr=o['learningRate'], weight_decay=o.get('weightDecay', 0), foreach=False)


def run(make, rule, o, batches, dtype):
    module = fill(make(), Draw(902)).to(dtype)
    made = optimizer(rule, module.parameters(), o)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(made, STEPS) if o.get('cosine') else None
    losses, norms, rates = [], [], []
    module.train()
    for index in range(STEPS):
        x, labels = batches[index % len(batches)]
        made.zero_grad(set_to_none=True)
        loss = F.cross_entropy(module(x.to(dtype)), labels, label_smoothing=o.get('labelSmoothing', 0))
        loss.backward()
        if 'maxNorm' in o:
            norms.append(nn.utils.clip_grad_norm_(module.parameters(), o['maxNorm']))
        rates.append(made.param_groups[0]['lr'])
        made.step()
        if schedule:
            schedule.step()
        losses.append(loss)
    module.eval()
    logits = module(batches[0][0].to(dtype))
    found = {'losses': values(torch.stack(losses)), 'finalState': state(module), 'evaluation': written(logits)}
    if norms:
        found['norms'] = values(torch.stack(norms))
    return found, rates


def write():
    for model in MODELS:
        draw = Draw(901)
        batches = [labelled(draw, model['shape']) for _ in range(5)]
        runs = []
        for title, rule, options in RUNS:
            f64, rates = run(model['make'], rule, options, batches, torch.float64)
            f32, _ = run(model['make'], rule, options, batches, torch.float32)
            runs.append({'name': title, 'rule': rule, 'options': options, 'learningRates': rates, 'f64': f64, 'f32': f32})
        save('layers', model['file'], {
            'source': f'{VERSION} torch.nn, torch.optim (foreach=False), cross-entropy',
            'seed': [901, 902],
            'note': 'Step i trains on batches[i % 5]. losses are taken before the update; evaluation is the logits of batches[0] in evaluation mode after the last step.' + model.get('note', ''),
            **model.get('seeds', {}),
            'sequential': model['sequential'],
            'state': state(fill(model['make'](), Draw(902))),
            'batches': [{'input': written(x, dtype=True), 'labels': written(labels, dtype=True)} for x, labels in batches],
            'runs': runs,
        })
