"""Gradient clipping by the global norm and by value."""
import torch
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

from golden import VERSION, Draw, f64, save, values, written


def clipped(clip, gradients, dtype):
    """The gradients after clip, one flat list each, and what clip returned."""
    parameters = [torch.nn.Parameter(torch.zeros_like(g, dtype=dtype)) for g in gradients]
    for parameter, gradient in zip(parameters, gradients):
        parameter.grad = gradient.to(dtype, copy=True)
    norm = clip(parameters)
    found = {'gradients': [values(parameter.grad) for parameter in parameters]}
    if norm is not None:
        found['norm'] = values(norm)[0]
    return found


def case(name, gradients, options, clip):
    return {
        'name': name,
        'options': options,
        'gradients': [written(g) for g in gradients],
        'f64': clipped(clip, gradients, torch.float64),
        'f32': clipped(clip, gradients, torch.float32),
    }


def write():
    draw = Draw(1101)
    content = {'op': 'clipGradNorm', 'source': f'{VERSION} torch.nn.utils.clip_grad_norm_', 'seed': 1101, 'cases': [],
               'note': 'factor = min(1, maxNorm / (norm + 1e-6)), always multiplied. norm is what it was before.'}

    def norm(name, gradients, **options):
        clip = lambda parameters: clip_grad_norm_(parameters, options['maxNorm'])
        content['cases'].append(case(name, gradients, options, clip))

    norm('of gradients that are too long', [draw.floats(3, 4), draw.floats(5)], maxNorm=1.0)
    norm('of gradients that are short enough', [draw.floats(2, 2, low=-0.25, high=0.25), draw.floats(3, low=-0.25, high=0.25)], maxNorm=5.0)
    norm('of one gradient', [draw.floats(6)], maxNorm=0.5)
    norm('of one number', [f64(-3.0)], maxNorm=2.0)
    norm('of a norm that is the limit itself, shortened by the 1e-6', [f64([3, 4])], maxNorm=5.0)
    norm('of gradients that are 0', [torch.zeros(2, 2), torch.zeros(3)], maxNorm=1.0)
    norm('to 0', [draw.floats(3), draw.floats(2)], maxNorm=0.0)
    norm('of gradients of different size', [f64([1e-3, -1e-3]), f64([1e3, 2e3])], maxNorm=10.0)
    norm('with an infinite element, which turns to NaN beside zeros', [f64([1, float('inf')]), f64([2])], maxNorm=1.0)
    norm('with a NaN, which spreads', [f64([1, float('nan')]), f64([2])], maxNorm=1.0)
    save('optim', 'clipGradNorm', content)

    content = {'op': 'clipGradValue', 'source': f'{VERSION} torch.nn.utils.clip_grad_value_', 'seed': 1101, 'cases': []}

    def value(name, gradients, **options):
        clip = lambda parameters: clip_grad_value_(parameters, options['limit'])
        content['cases'].append(case(name, gradients, options, clip))

    value('of numbers on both sides', [draw.floats(3, 4), draw.floats(5)], limit=0.75)
    value('of numbers within the limit', [draw.floats(4)], limit=4.0)
    value('at the limit itself', [f64([-0.5, 0.5, 0, 2, -2])], limit=0.5)
    value('to 0', [draw.floats(3)], limit=0.0)
    value('of infinite numbers', [f64([float('inf'), float('-inf'), 1])], limit=2.0)
    save('optim', 'clipGradValue', content)
