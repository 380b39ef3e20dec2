"""Matrix products."""
import torch
import torch.nn.functional as F

from golden import family

Op = family(__name__)


def matmul(a, b, transposed=(False, False)):
    a, b = (x.transpose(-2, -1) if swap else x for x, swap in zip((a, b), transposed))
    return torch.matmul(a, b)


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
