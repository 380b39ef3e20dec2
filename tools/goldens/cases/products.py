"""Matrix products, convolution, pooling and the two normalisations."""
import torch
import torch.nn.functional as F

from golden import Op, f64, written


def matmul(a, b, transposed=(False, False)):
    a, b = (x.transpose(-2, -1) if swap else x for x, swap in zip((a, b), transposed))
    return torch.matmul(a, b)


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return F.conv2d(x, weight, bias, stride, padding, dilation, groups)


def max_pool(x, kernelSize, stride=None, padding=0):
    return F.max_pool2d(x, kernelSize, stride, padding)


def avg_pool(x, kernelSize, stride=None, padding=0, countIncludePad=True):
    return F.avg_pool2d(x, kernelSize, stride, padding, count_include_pad=countIncludePad)


def batch_norm(x, gamma=None, beta=None, epsilon=1e-5):
    return F.batch_norm(x, None, None, gamma, beta, training=True, eps=epsilon)


def layer_norm(x, gamma, beta=None, epsilon=1e-5):
    return F.layer_norm(x, gamma.shape, gamma, beta, epsilon)


def statistics(x, *affine, **options):
    axes = [axis for axis in range(x.dim()) if axis != 1]
    found = {'mean': x.mean(axes), 'variance': x.var(axes, unbiased=False)}
    return {'statistics': {name: written(value) for name, value in found.items()}}


def write():
    op = Op('matmul', 'torch.matmul', matmul, 401, 'options.transposed[i]: input i enters as its view with the last two axes swapped.')
    d = op.draw
    op.case('of two matrices', [d.floats(3, 4), d.floats(4, 5)])
    op.case('of two vectors is their inner product', [d.floats(4), d.floats(4)])
    op.case('of a matrix and a vector', [d.floats(3, 4), d.floats(4)])
    op.case('of a vector and a matrix', [d.floats(3), d.floats(3, 4)])
    op.case('of a transposed first matrix', [d.floats(4, 3), d.floats(4, 5)], transposed=[True, False])
    op.case('of a transposed second matrix', [d.floats(3, 4), d.floats(5, 4)], transposed=[False, True])
    op.case('of two transposed matrices', [d.floats(4, 3), d.floats(5, 4)], transposed=[True, True])
    op.case('of two batches', [d.floats(2, 3, 4), d.floats(2, 4, 2)])
    op.case('of two batches, the second transposed', [d.floats(2, 3, 4), d.floats(2, 2, 4)], transposed=[False, True])
    op.case('of a batch and one matrix', [d.floats(2, 3, 4), d.floats(4, 2)])
    op.case('of one matrix and a batch', [d.floats(3, 4), d.floats(2, 4, 2)])
    op.case('of batches that are broadcast', [d.floats(2, 1, 2, 3), d.floats(3, 3, 2)])
    op.case('of a batch and a vector', [d.floats(2, 3, 4), d.floats(4)])
    op.case('of a vector and a batch', [d.floats(4), d.floats(2, 4, 3)])
    op.case('of matrices of size 1', [d.floats(1, 1), d.floats(1, 1)])
    op.case('of a column and a row', [d.floats(3, 1), d.floats(1, 4)])
    op.case('over no elements is 0', [d.floats(2, 0), d.floats(0, 3)])
    op.case('of sizes that fill no tile', [d.floats(9, 17), d.floats(17, 11)]).save()

    op = Op('linear', 'torch.nn.functional.linear', F.linear, 402, 'Inputs: x, weight [out, in], bias [out] or none.')
    d = op.draw
    op.case('of a batch', [d.floats(3, 4), d.floats(2, 4), d.floats(2)])
    op.case('without a bias', [d.floats(3, 4), d.floats(2, 4)])
    op.case('of one example', [d.floats(4), d.floats(3, 4), d.floats(3)])
    op.case('of a batch of sequences', [d.floats(2, 3, 4), d.floats(5, 4), d.floats(5)])
    op.case('of one input and one output', [d.floats(3, 1), d.floats(1, 1), d.floats(1)]).save()

    op = Op('conv2d', 'torch.nn.functional.conv2d', conv2d, 403, 'Inputs: x [N, C, H, W], weight [O, C / groups, KH, KW], bias [O] or none. A pair is [height, width].')
    d = op.draw
    op.case('of a 3 x 3 kernel', [d.floats(2, 2, 5, 4), d.floats(3, 2, 3, 3), d.floats(3)])
    op.case('without a bias', [d.floats(1, 2, 4, 4), d.floats(2, 2, 3, 3)])
    op.case('with padding', [d.floats(1, 2, 4, 3), d.floats(2, 2, 3, 3), d.floats(2)], padding=1)
    op.case('with a stride', [d.floats(1, 1, 6, 5), d.floats(2, 1, 3, 3), d.floats(2)], stride=2)
    op.case('with a stride that leaves a rest', [d.floats(1, 1, 6, 6), d.floats(2, 1, 3, 2), d.floats(2)], stride=2, padding=[0, 1])
    op.case('with dilation', [d.floats(1, 2, 6, 6), d.floats(2, 2, 3, 2), d.floats(2)], dilation=2)
    op.case('with different numbers per axis', [d.floats(1, 2, 6, 7), d.floats(2, 2, 2, 3), d.floats(2)], stride=[1, 2], padding=[2, 1], dilation=[3, 2])
    op.case('in two groups', [d.floats(2, 4, 3, 3), d.floats(4, 2, 2, 2), d.floats(4)], groups=2)
    op.case('per channel, as many groups as channels', [d.floats(1, 3, 4, 4), d.floats(3, 1, 3, 3), d.floats(3)], padding=1, groups=3)
    op.case('per channel with two outputs each and a stride', [d.floats(1, 2, 5, 5), d.floats(4, 1, 3, 3)], stride=2, padding=1, groups=2)
    op.case('of a 1 x 1 kernel', [d.floats(2, 3, 2, 2), d.floats(2, 3, 1, 1), d.floats(2)])
    op.case('of a kernel as large as the picture', [d.floats(2, 1, 3, 3), d.floats(2, 1, 3, 3), d.floats(2)])
    op.case('of one number', [d.floats(1, 1, 1, 1), d.floats(1, 1, 1, 1), d.floats(1)]).save()

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
