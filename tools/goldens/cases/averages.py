"""Averages of weights that change at each step, in f64 and in f32: two weights over 12 updates."""
import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from golden import VERSION, Draw, save, values, written

UPDATES = 12
SHAPES = ((2, 4), (3,))


def warmed(decay):
    """get_ema_multi_avg_fn with the decay of TensorFlow's ExponentialMovingAverage(num_updates)."""

    def average(averages, weights, count):
        n = int(count)
        torch._foreach_lerp_(averages, weights, 1 - min(decay, (1 + n) / (10 + n)))

    return average


CASES = (
    ('an exponential average', 'ema', {'decay': 0.9}, get_ema_multi_avg_fn(0.9)),
    ('the default decay', 'ema', {}, get_ema_multi_avg_fn()),
    ('a decay below a half', 'ema', {'decay': 0.25}, get_ema_multi_avg_fn(0.25)),
    ('a decay of 0', 'ema', {'decay': 0}, get_ema_multi_avg_fn(0)),
    ('a decay of 1', 'ema', {'decay': 1}, get_ema_multi_avg_fn(1)),
    ('a decay that warms up', 'ema', {'decay': 0.3, 'warmup': True}, warmed(0.3)),
    ('the default decay, warming up', 'ema', {'warmup': True}, warmed(0.999)),
    ('equal weights', 'swa', {}, None),
)


class Model(torch.nn.Module):
    def __init__(self, start):
        super().__init__()
        self.weights = torch.nn.ParameterList([torch.nn.Parameter(each) for each in start])


def run(average, weights, dtype):
    """The averages after each update: one flat list per update and weight."""
    model = Model([each.to(dtype, copy=True) for each in weights[0]])
    averaged = AveragedModel(model, multi_avg_fn=average)
    after = []
    for of_update in weights:
        with torch.no_grad():
            for weight, value in zip(model.weights, of_update):
                weight.copy_(value)
        averaged.update_parameters(model)
        after.append([values(each) for each in averaged.module.weights])
    return after


def write():
    draw = Draw(1010)
    weights = [[draw.floats(*shape) for shape in SHAPES] for _ in range(UPDATES)]
    cases = []
    for title, average, options, function in CASES:
        case = {'name': title, 'average': average, 'options': options}
        for name, dtype in (('f64', torch.float64), ('f32', torch.float32)):
            case[name] = run(function, weights, dtype)
        cases.append(case)
    save(
        'optim',
        'averages',
        {
            'source': f'{VERSION} torch.optim.swa_utils.AveragedModel',
            'seed': 1010,
            'note': 'weights[update][weight] are the weights at each update; f64[update][weight] and f32 are the averages after it.',
            'weights': [[written(each) for each in of_update] for of_update in weights],
            'cases': cases,
        },
    )
