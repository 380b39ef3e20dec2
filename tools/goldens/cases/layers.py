"""Layers by their state dict: what comes out, what flows back, and what is kept, step after step."""
import torch
from torch import nn

from golden import VERSION, Draw, save
from golden_layers import case


def file(layer, seed, note=None):
    content = {'layer': layer, 'source': f'{VERSION} torch.nn.{layer}', 'seed': seed, 'cases': []}
    if note:
        content['note'] = note
    return content, Draw(seed)


def batch_norm(layer, shape, seed):
    """shape(n) is the shape of a batch of n; channels are its second size."""
    note = 'options.momentum null is the cumulative average, factor 1 / num_batches_tracked. stateAfter holds the running statistics after the step.'
    content, d = file(layer, seed, note)
    made = getattr(nn, layer)
    channels = shape(1)[1]

    def add(name, batches, **options):
        module = made(channels, eps=options.get('epsilon', 1e-5), momentum=options.get('momentum', 0.1), affine=options.get('affine', True))
        content['cases'].append(case(name, module, d, batches, {'features': channels, **options}))

    def batches(steps, examples):
        """Some steps of training, each farther from 0, then one of evaluation."""
        return [(True, d.floats(*shape(examples)) + index) for index in range(steps)] + [(False, d.floats(*shape(2)))]

    add('keeps running statistics over five steps, then evaluates with them', batches(5, 4))
    add('with momentum null averages all steps alike', batches(4, 4), momentum=None)
    add('without gamma and beta has no parameters', batches(2, 3), affine=False)
    add('with another momentum and epsilon', batches(2, 3), momentum=0.5, epsilon=0.01)
    add('with momentum 1 keeps the last batch alone', batches(2, 3), momentum=1.0)
    add('with momentum 0 keeps its first statistics', batches(2, 3), momentum=0.0)
    add('evaluates with mean 0 and variance 1 before any training', [(False, d.floats(*shape(3)))])
    add('trains on, after an evaluation between', [(True, d.floats(*shape(3))), (False, d.floats(*shape(1))), (True, d.floats(*shape(3)))])
    add('of two values per channel, the fewest there may be', [(True, d.floats(*shape(2)) if layer == 'BatchNorm1d' else d.floats(1, channels, 1, 2))])
    add('of a channel that is constant', [(True, torch.full(shape(3), 1.5)), (False, d.floats(*shape(2)))])
    save('layers', layer, content)


def write():
    batch_norm('BatchNorm1d', lambda n: (n, 3), 601)
    batch_norm('BatchNorm2d', lambda n: (n, 2, 2, 3), 602)

    content, d = file('LayerNorm', 603)

    def add(name, shapes, size, epsilon=1e-5, affine=True):
        options = {'shape': size, 'epsilon': epsilon, 'affine': affine}
        module = nn.LayerNorm(size, eps=epsilon, elementwise_affine=affine)
        content['cases'].append(case(name, module, d, [(True, d.floats(*shape)) for shape in shapes], options))

    add('over the last axis', [(3, 5), (2, 3, 5)], [5])
    add('over the last two axes', [(2, 3, 4)], [3, 4])
    add('without gamma and beta', [(3, 4)], [4], affine=False)
    add('with another epsilon', [(3, 4)], [4], epsilon=0.1)
    save('layers', 'LayerNorm', content)

    content, d = file('Linear', 604)
    for name, shapes, inputs, outputs, bias in (
        ('of a batch and of one example', [(4, 3), (3,)], 3, 2, True),
        ('without a bias', [(4, 3)], 3, 2, False),
        ('of a batch of sequences', [(2, 3, 4)], 4, 5, True),
        ('of one input and one output', [(2, 1)], 1, 1, True),
    ):
        options = {'inputs': inputs, 'outputs': outputs, 'bias': bias}
        module = nn.Linear(inputs, outputs, bias=bias)
        content['cases'].append(case(name, module, d, [(True, d.floats(*shape)) for shape in shapes], options))
    save('layers', 'Linear', content)

    content, d = file('Conv2d', 605, 'A pair is [height, width].')
    for name, shape, outputs, kernel, more in (
        ('of a 3 x 3 kernel', (2, 2, 5, 4), 3, 3, {}),
        ('with padding and a stride', (1, 2, 5, 5), 2, 3, {'stride': 2, 'padding': 1}),
        ('without a bias', (1, 1, 4, 4), 2, 2, {'bias': False}),
        ('with dilation', (1, 1, 5, 6), 2, [2, 3], {'dilation': 2}),
        ('in groups', (1, 4, 3, 3), 2, 2, {'groups': 2}),
        ('with different numbers per axis', (1, 2, 5, 6), 2, [3, 2], {'stride': [2, 1], 'padding': [1, 0]}),
    ):
        options = {'inputs': shape[1], 'outputs': outputs, 'kernelSize': kernel, **more}
        given = {key: tuple(value) if isinstance(value, list) else value for key, value in more.items()}
        module = nn.Conv2d(shape[1], outputs, tuple(kernel) if isinstance(kernel, list) else kernel, **given)
        content['cases'].append(case(name, module, d, [(True, d.floats(*shape))], options))
    save('layers', 'Conv2d', content)

    content, d = file('Embedding', 606)
    for name, indices, count, size in (
        ('of a vector of indices', torch.tensor([3, 0, 3, 1]), 4, 3),
        ('of a matrix of indices', torch.tensor([[0, 1], [4, 1]]), 5, 2),
    ):
        module = nn.Embedding(count, size)
        content['cases'].append(case(name, module, d, [(True, indices)], {'count': count, 'size': size}))
    save('layers', 'Embedding', content)
