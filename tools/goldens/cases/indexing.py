"""Ops that take elements by their indices."""
import torch
import torch.nn.functional as F

from golden import family

Op = family(__name__)


def gather(x, indices, axis):
    return torch.gather(x, axis, indices)


def embedding(table, indices):
    return F.embedding(indices, table)


def write():
    op = Op('gather', 'torch.gather', gather, 308, 'Inputs: x, indices (i32). The indices agree with x in every axis but options.axis.')
    d = op.draw
    op.case('along the last axis', [d.floats(3, 5), d.integers(3, 2, below=5)], axis=1)
    op.case('along the first axis', [d.floats(4, 3), d.integers(2, 3, below=4)], axis=0)
    op.case('along the middle axis', [d.floats(2, 3, 2), d.integers(2, 4, 2, below=3)], axis=1)
    op.case('of one element again and again, whose gradients add up', [d.floats(1, 3), torch.tensor([[1, 1, 1, 1]])], axis=-1).save()

    op = Op('embedding', 'torch.nn.functional.embedding', embedding, 309, 'Inputs: table [rows, size], indices (i32) of any shape. The output has the shape of the indices, then size.')
    d = op.draw
    op.case('of a vector of indices', [d.floats(5, 3), d.integers(4, below=5)])
    op.case('of a matrix of indices', [d.floats(5, 3), d.integers(2, 3, below=5)])
    op.case('of repeated indices, whose gradients add up', [d.floats(3, 2), torch.tensor([1, 1, 2, 1])])
    op.case('of one index', [d.floats(3, 2), torch.tensor(2)])
    op.case('of a table with one column', [d.floats(4, 1), d.integers(3, below=4)]).save()
