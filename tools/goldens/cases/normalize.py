"""Normalisation over the batch and over the last axes."""
import torch.nn.functional as F

from golden import f64, family, written

Op = family(__name__)


def batch_norm(x, gamma=None, beta=None, epsilon=1e-5):
    return F.batch_norm(x, None, None, gamma, beta, training=True, eps=epsilon)


def layer_norm(x, gamma, beta=None, epsilon=1e-5):
    return F.layer_norm(x, gamma.shape, gamma, beta, epsilon)


def statistics(x, *affine, **options):
    axes = [axis for axis in range(x.dim()) if axis != 1]
    found = {'mean': x.mean(axes), 'variance': x.var(axes, unbiased=False)}
    return {'statistics': {name: written(value) for name, value in found.items()}}


def write():
    op = Op('batchNorm', 'torch.nn.functional.batch_norm(training=True)', batch_norm, 406, 'Inputs: x [N, C] or [N, C, H, W], gamma [C], beta [C], or x alone. statistics holds the batch mean and the biased variance per channel.')
    d = op.draw
    pair = lambda channels: [d.floats(channels, low=0.5), d.floats(channels)]
    op.case('of a batch of vectors', [d.floats(5, 3), *pair(3)], extra=statistics)
    op.case('of a batch of pictures', [d.floats(2, 3, 2, 3), *pair(3)], extra=statistics)
    op.case('without gamma and beta', [d.floats(4, 2)], extra=statistics)
    op.case('with a large epsilon', [d.floats(4, 2), *pair(2)], extra=statistics, epsilon=0.1)
    op.case('of two examples', [d.floats(2, 2), *pair(2)], extra=statistics)
    op.case('of one picture', [d.floats(1, 2, 2, 2), *pair(2)], extra=statistics)
    op.case('of a channel that is constant', [f64([[1, 3], [2, 3], [4, 3]]), *pair(2)], extra=statistics)
    op.case('of a mean far from 0', [d.floats(4, 2) + 512, *pair(2)], extra=statistics).save()

    op = Op('layerNorm', 'torch.nn.functional.layer_norm', layer_norm, 407, 'Inputs: x, gamma, beta. The axes normalised are the last ones, as many as gamma has.')
    d = op.draw
    pair = lambda *shape: [d.floats(*shape, low=0.5), d.floats(*shape)]
    op.case('of a matrix', [d.floats(3, 5), *pair(5)])
    op.case('of a batch of sequences', [d.floats(2, 3, 4), *pair(4)])
    op.case('over the last two axes', [d.floats(2, 2, 3), *pair(2, 3)])
    op.case('of one row', [d.floats(4), *pair(4)])
    op.case('with a large epsilon', [d.floats(3, 4), *pair(4)], epsilon=0.1)
    op.case('of rows of size 1', [d.floats(3, 1), *pair(1)])
    op.case('of a row that is constant', [f64([[2, 2, 2], [1, 2, 3]]), *pair(3)])
    op.case('of a mean far from 0', [d.floats(2, 4) + 512, *pair(4)]).save()
