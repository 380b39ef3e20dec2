"""What PyTorch's schedulers make of parameter groups with rates of their own."""
import warnings

import torch
from torch.optim import lr_scheduler

from golden import VERSION, Draw, save, values

STEPS = 24
BASE = 0.1
# One group without a rate of its own, one slower, one faster, one that does not learn.
OWN = [None, 0.01, 0.3, 0.0]
SCHEDULERS = {
    'LambdaLR': lambda opt: lr_scheduler.LambdaLR(opt, lambda t: min(1, t / 5) * 0.9**t),
    'CosineAnnealingLR': lambda opt: lr_scheduler.CosineAnnealingLR(opt, T_max=STEPS),
    'StepLR': lambda opt: lr_scheduler.StepLR(opt, step_size=7, gamma=0.3),
    'LinearLR': lambda opt: lr_scheduler.LinearLR(opt, start_factor=0.1, total_iters=9),
}
warnings.filterwarnings('ignore', category=UserWarning)

draw = Draw(9)
start = [draw.floats(3) for _ in OWN]
gradients = [[draw.floats(3, low=-1, high=1) for _ in OWN] for _ in range(STEPS)]


def run(name):
    parameters = [x.clone() for x in start]
    groups = [{'params': [p], **({} if own is None else {'lr': own})} for p, own in zip(parameters, OWN)]
    optimizer = torch.optim.SGD(groups, lr=BASE, momentum=0.9, foreach=False)
    scheduler = SCHEDULERS[name](optimizer)
    rates = []
    for of_step in gradients:
        rates.append([group['lr'] for group in optimizer.param_groups])
        for parameter, gradient in zip(parameters, of_step):
            parameter.grad = gradient
        optimizer.step()
        scheduler.step()
    return {'name': name, 'rates': rates, 'final': [values(p) for p in parameters]}


def write():
    save(
        'optim',
        'group-rates',
        {
            'source': f'{VERSION} torch.optim.SGD with momentum 0.9, torch.optim.lr_scheduler',
            'seed': 9,
            'learningRate': BASE,
            'own': OWN,
            'parameters': [values(p) for p in start],
            'gradients': [[values(g) for g in of_step] for of_step in gradients],
            'cases': [run(name) for name in SCHEDULERS],
        },
    )
