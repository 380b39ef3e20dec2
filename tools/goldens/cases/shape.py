"""Ops that move elements and compute nothing."""
import torch
import torch.nn.functional as F

from golden import family

Op = family(__name__)


def transpose(x, axes=(-2, -1)):
    return x.transpose(*axes)


def slice_axis(x, axis, start, end, step=1):
    return x[(slice(None),) * (axis % x.dim()) + (slice(start, end, step),)]


def concat(*inputs, axis):
    return torch.cat(inputs, dim=axis)


def pad(x, before, after, value=0.0):
    # PyTorch lists the last axis first.
    pairs = [n for pair in reversed(list(zip(before, after))) for n in pair]
    return F.pad(x, pairs, value=value)


def write():
    op = Op('reshape', 'torch.reshape', lambda x, shape: x.reshape(shape), 301)
    d = op.draw
    op.case('of a matrix to a vector', [d.floats(3, 4)], shape=[12])
    op.case('with one size left open by -1', [d.floats(2, 3, 4)], shape=[4, -1])
    op.case('of a tensor of size 1 to a scalar', [d.floats(1, 1)], shape=[])
    op.case('of a scalar to a matrix of size 1', [d.floats()], shape=[1, 1])
    op.case('of a tensor without elements', [d.floats(0, 3)], shape=[3, 0]).save()

    op = Op('transpose', 'torch.transpose', transpose, 302, 'options.axes are the two axes that change places; the last two unless given.')
    d = op.draw
    op.case('of a matrix', [d.floats(3, 4)])
    op.case('of the first and last of three axes', [d.floats(2, 3, 4)], axes=[0, 2])
    op.case('of the last two of three axes, counted from the end', [d.floats(2, 3, 4)], axes=[-1, -2]).save()

    op = Op('permute', 'torch.permute', lambda x, axes: x.permute(axes), 303)
    d = op.draw
    op.case('of three axes', [d.floats(2, 3, 4)], axes=[2, 0, 1])
    op.case('of four axes, from NCHW to NHWC', [d.floats(2, 3, 2, 2)], axes=[0, 2, 3, 1])
    op.case('that changes nothing', [d.floats(2, 3)], axes=[0, 1]).save()

    op = Op('slice', 'indexing x[:, start:end:step]', slice_axis, 304)
    d = op.draw
    op.case('of rows', [d.floats(5, 3)], axis=0, start=1, end=4)
    op.case('of columns', [d.floats(3, 5)], axis=1, start=2, end=5)
    op.case('of the last axis with a step', [d.floats(2, 7)], axis=1, start=1, end=7, step=2)
    op.case('of the middle axis with a step that does not divide it', [d.floats(2, 5, 3)], axis=1, start=0, end=5, step=3)
    op.case('of one element', [d.floats(4)], axis=0, start=3, end=4)
    op.case('of nothing', [d.floats(4, 2)], axis=0, start=2, end=2).save()

    op = Op('concat', 'torch.cat', concat, 305)
    d = op.draw
    op.case('of rows', [d.floats(2, 3), d.floats(1, 3)], axis=0)
    op.case('of columns', [d.floats(2, 3), d.floats(2, 1), d.floats(2, 2)], axis=1)
    op.case('along the middle axis', [d.floats(2, 1, 3), d.floats(2, 2, 3)], axis=1)
    op.case('of one tensor', [d.floats(2, 2)], axis=-1)
    op.case('with a tensor without rows', [d.floats(0, 2), d.floats(3, 2)], axis=0).save()

    op = Op('pad', 'torch.nn.functional.pad', pad, 306, 'options.before and options.after hold a count per axis, the first axis first.')
    d = op.draw
    op.case('of a vector with zeros', [d.floats(3)], before=[1], after=[2])
    op.case('of a matrix with a value', [d.floats(2, 3)], before=[1, 0], after=[0, 2], value=-1.5)
    op.case('of the last two of four axes', [d.floats(1, 2, 2, 2)], before=[0, 0, 1, 1], after=[0, 0, 1, 2])
    op.case('by nothing', [d.floats(2, 2)], before=[0, 0], after=[0, 0]).save()

    op = Op('broadcastTo', 'torch.broadcast_to', lambda x, shape: torch.broadcast_to(x, shape), 307)
    d = op.draw
    op.case('of a row', [d.floats(4)], shape=[3, 4])
    op.case('of a column', [d.floats(3, 1)], shape=[3, 4])
    op.case('of a scalar', [d.floats()], shape=[2, 3])
    op.case('of an inner axis', [d.floats(2, 1, 3)], shape=[2, 2, 2, 3])
    op.case('to its own shape', [d.floats(2, 3)], shape=[2, 3])
    op.case('to no elements', [d.floats(1, 3)], shape=[0, 3]).save()
