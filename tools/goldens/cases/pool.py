"""Pooling."""
import torch.nn.functional as F

from golden import f64, family

Op = family(__name__)


def max_pool(x, kernelSize, stride=None, padding=0):
    return F.max_pool2d(x, kernelSize, stride, padding)


def avg_pool(x, kernelSize, stride=None, padding=0, countIncludePad=True):
    return F.avg_pool2d(x, kernelSize, stride, padding, count_include_pad=countIncludePad)


def write():
    op = Op('maxPool2d', 'torch.nn.functional.max_pool2d', max_pool, 404, 'The first of equal maxima, row by row, gets the gradient. stride is kernelSize unless given.')
    d = op.draw
    op.case('of windows side by side', [d.floats(2, 2, 4, 4)], kernelSize=2)
    op.case('of windows that overlap', [d.floats(1, 2, 5, 4)], kernelSize=3, stride=1)
    op.case('with padding', [d.floats(1, 2, 4, 5)], kernelSize=3, stride=2, padding=1)
    op.case('with different numbers per axis', [d.floats(1, 1, 5, 7)], kernelSize=[2, 3], stride=[1, 2], padding=[1, 0])
    op.case('of a picture that leaves a rest', [d.floats(1, 1, 5, 5)], kernelSize=2)
    op.case('with ties, the first of which gets the gradient', [f64([1, 1, 2, 0, 1, 1, 0, 2, 0, 3, 0, 0, 3, 3, 0, 0], 1, 1, 4, 4)], kernelSize=2)
    op.case('of negative numbers beside padding', [d.floats(1, 1, 3, 3, low=-3, high=-1)], kernelSize=2, stride=2, padding=1)
    op.case('of size 1', [d.floats(1, 1, 2, 2)], kernelSize=1).save()

    op = Op('avgPool2d', 'torch.nn.functional.avg_pool2d', avg_pool, 405, 'stride is kernelSize unless given; countIncludePad is true unless given.')
    d = op.draw
    op.case('of windows side by side', [d.floats(2, 2, 4, 4)], kernelSize=2)
    op.case('of windows that overlap', [d.floats(1, 2, 5, 4)], kernelSize=3, stride=1)
    op.case('with padding that counts', [d.floats(1, 1, 4, 5)], kernelSize=3, stride=2, padding=1)
    op.case('with padding that does not count', [d.floats(1, 1, 4, 5)], kernelSize=3, stride=2, padding=1, countIncludePad=False)
    op.case('with different numbers per axis', [d.floats(1, 1, 5, 7)], kernelSize=[2, 3], stride=[1, 2], padding=[1, 0], countIncludePad=False)
    op.case('of a picture that leaves a rest', [d.floats(1, 1, 5, 5)], kernelSize=2)
    op.case('of the whole picture', [d.floats(2, 3, 2, 3)], kernelSize=[2, 3]).save()
