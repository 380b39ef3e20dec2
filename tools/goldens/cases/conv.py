"""Convolutions."""
import torch.nn.functional as F

from golden import family

Op = family(__name__)


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    return F.conv2d(x, weight, bias, stride, padding, dilation, groups)


def write():
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
