"""Ops that fold axes, and the softmaxes over one axis."""
import torch

from golden import f64, family

Op = family(__name__)


def folded(function):
    """A PyTorch reduction under our option names; no axis means every axis."""

    def run(x, axis=None, keepDims=False, **more):
        axes = tuple(range(x.dim())) if axis is None else axis
        return function(x, dim=axes, keepdim=keepDims, **more) if axes != () else function(x.reshape(1), dim=0, **more)

    return run


def along(function):
    return lambda x, axis: function(x, dim=axis)


def common(name, torch_name, function, seed, note=None, low=-2.0):
    op = Op(name, torch_name, folded(function), seed, note)
    d = op.draw
    op.case('over every axis', [d.floats(3, 4)])
    op.case('over every axis, kept', [d.floats(2, 3)], keepDims=True)
    op.case('over the first axis', [d.floats(3, 4)], axis=0)
    op.case('over the last axis, kept', [d.floats(3, 4)], axis=-1, keepDims=True)
    op.case('over the middle axis', [d.floats(2, 4, 3)], axis=1)
    op.case('over two axes', [d.floats(2, 3, 4)], axis=[0, 2])
    op.case('over two axes, kept', [d.floats(2, 3, 2, 2)], axis=[-1, 1], keepDims=True)
    if name != 'variance':
        op.case('over an axis of size 1', [d.floats(3, 1)], axis=1)
        op.case('of a scalar tensor', [d.floats()])
    return op


def variance(x, dim, keepdim=False, correction=1):
    return torch.var(x, dim=dim, keepdim=keepdim, correction=correction)


def write():
    op = common('sum', 'torch.sum', torch.sum, 201)
    op.case('over an axis without elements is 0', [op.draw.floats(0, 3)], axis=0).save()
    common('mean', 'torch.mean', torch.mean, 202).save()

    op = common('max', 'torch.amax', torch.amax, 203, 'amax: equal maxima share the gradient evenly (torch.max along an axis would give all of it to one).')
    op.case('with ties over every axis, which share the gradient evenly', [f64([[3, 1, 3], [0, 3, 2]])])
    op.case('with ties in a row, which share the gradient evenly', [f64([[1, 1, 0], [2, 2, 2], [0, 5, 5]])], axis=1)
    op.case('of negative numbers', [f64([[-1, -2], [-4, -3]])], axis=0).save()

    op = common('variance', 'torch.var', variance, 204, 'correction is 1 unless given: the sum of squares is divided by n - correction.')
    d = op.draw
    op.case('without correction, over every axis', [d.floats(3, 4)], correction=0)
    op.case('without correction, over the last axis, kept', [d.floats(3, 4)], axis=-1, correction=0, keepDims=True)
    op.case('with a correction of 2', [d.floats(2, 5)], axis=1, correction=2)
    op.case('of equal numbers is 0', [f64([[2, 2, 2], [-1, -1, -1]])], axis=1)
    op.case('of an axis of size 1 without correction is 0', [d.floats(3, 1)], axis=1, correction=0)
    op.case('of numbers far from 0', [f64([[1000001, 1000002, 1000003, 1000004]])], axis=1).save()

    op = common('logsumexp', 'torch.logsumexp', torch.logsumexp, 205)
    op.case('of large numbers does not overflow', [f64([[1000, 1000, 999], [-1000, -1001, -1000]])], axis=1)
    op.case('of numbers far apart', [f64([[0, 800], [-800, 0]])], axis=-1)
    op.case('of minus infinity beside a number', [f64([float('-inf'), 1.5])], axis=0).save()

    for name, torch_name, function, seed in (
        ('softmax', 'torch.softmax', torch.softmax, 206),
        ('logSoftmax', 'torch.log_softmax', torch.log_softmax, 207),
    ):
        op = Op(name, torch_name, along(function), seed)
        d = op.draw
        op.case('over the last axis', [d.floats(3, 5)], axis=-1)
        op.case('over the first axis', [d.floats(3, 5)], axis=0)
        op.case('over the middle axis', [d.floats(2, 4, 3)], axis=1)
        op.case('of a vector', [d.floats(6)], axis=0)
        op.case('over an axis of size 1', [d.floats(3, 1)], axis=1)
        op.case('of equal logits', [f64([[0, 0, 0, 0]])], axis=1)
        op.case('of large logits does not overflow', [f64([[1000, 999, -1000], [-1000, -1001, -999]])], axis=1)
        op.case('of logits far apart', [f64([[60, 0, -60], [30, -30, 0]])], axis=-1).save()

    op = Op('sumTo', 'torch.Tensor.sum_to_size', lambda x, shape: x.sum_to_size(shape), 208)
    d = op.draw
    op.case('of rows to one', [d.floats(3, 4)], shape=[4])
    op.case('of columns to one', [d.floats(3, 4)], shape=[3, 1])
    op.case('to a scalar', [d.floats(2, 3)], shape=[])
    op.case('over the first and an inner axis', [d.floats(2, 2, 2, 3)], shape=[2, 1, 3])
    op.case('to its own shape', [d.floats(2, 3)], shape=[2, 3]).save()
