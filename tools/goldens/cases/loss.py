"""Losses. Inputs: prediction, then target."""
import torch
import torch.nn.functional as F

from golden import f64, family

Op = family(__name__)


def cross_entropy(logits, target, labelSmoothing=0.0, classWeights=None, ignoreIndex=-100, reduction='mean'):
    weights = None if classWeights is None else f64(classWeights)
    return F.cross_entropy(logits, target, weights, ignore_index=ignoreIndex, reduction=reduction, label_smoothing=labelSmoothing)


def mse(prediction, target, reduction='mean'):
    return F.mse_loss(prediction, target, reduction=reduction)


def huber(prediction, target, delta=1.0, reduction='mean'):
    return F.huber_loss(prediction, target, reduction=reduction, delta=delta)


def binary_cross_entropy(logits, target, posWeight=None, reduction='mean'):
    weight = None if posWeight is None else f64(posWeight)
    return F.binary_cross_entropy_with_logits(logits, target, reduction=reduction, pos_weight=weight)


def labels(*values):
    return torch.tensor(values)


def write_cross_entropy():
    op = Op('crossEntropy', 'torch.nn.functional.cross_entropy', cross_entropy, 501, 'Inputs: logits [N, C]; labels (i32 [N]) or probabilities (f64 [N, C]). ignoreIndex is -100 unless given. With labels, mean divides by the sum of the weights of the labels that count; with probabilities by N.')
    d = op.draw
    weights = [0.5, 2, 1.25]
    probabilities = lambda: f64([[0.5, 0.25, 0.25], [0, 1, 0], [0.125, 0.125, 0.75], [0.25, 0.5, 0.25]])
    for reduction in ('mean', 'sum', 'none'):
        op.case(f'of labels, {reduction}', [d.floats(4, 3), d.integers(4, below=3)], reduction=reduction)
        op.case(f'of labels with smoothing, {reduction}', [d.floats(4, 3), d.integers(4, below=3)], reduction=reduction, labelSmoothing=0.1)
        op.case(f'of labels with class weights, {reduction}', [d.floats(4, 3), labels(0, 1, 2, 1)], reduction=reduction, classWeights=weights)
        op.case(f'of labels with one ignored, {reduction}', [d.floats(4, 3), labels(0, -1, 2, 1)], reduction=reduction, ignoreIndex=-1)
        op.case(f'of labels with smoothing, class weights and one ignored, {reduction}', [d.floats(5, 3), labels(0, -100, 2, 1, 1)], reduction=reduction, classWeights=weights, labelSmoothing=0.2)
        op.case(f'of probabilities, {reduction}', [d.floats(4, 3), probabilities()], reduction=reduction)
        op.case(f'of probabilities with smoothing and class weights, {reduction}', [d.floats(4, 3), probabilities()], reduction=reduction, classWeights=weights, labelSmoothing=0.1)
    op.case('with a class as the ignored index', [d.floats(4, 3), labels(0, 1, 2, 1)], ignoreIndex=1)
    op.case('with a class weight of 0', [d.floats(4, 3), labels(0, 1, 2, 1)], classWeights=[1, 0, 2])
    op.case('with every label ignored is 0 as a sum', [d.floats(2, 3), labels(-100, -100)], reduction='sum')
    op.case('with every label ignored has no mean', [d.floats(2, 3), labels(-100, -100)], reduction='mean')
    op.case('of large logits that are right', [f64([[1000, 0, -1000], [0, 90, -90]]), labels(0, 1)])
    op.case('of large logits that are wrong', [f64([[1000, 0, -1000], [0, 90, -90]]), labels(2, 2)])
    op.case('of large logits with smoothing', [f64([[1000, 0, -1000], [0, 90, -90]]), labels(0, 2)], labelSmoothing=0.1)
    op.case('of equal logits is the logarithm of the number of classes', [f64([[0, 0, 0, 0]]), labels(3)])
    op.case('of one class is 0', [d.floats(2, 1), labels(0, 0)])
    op.case('of one example', [d.floats(1, 5), labels(4)], labelSmoothing=0.1)
    op.case('with all of the target smoothed away', [d.floats(2, 3), labels(0, 2)], labelSmoothing=1.0)
    op.save()


def write():
    write_cross_entropy()

    op = Op('mse', 'torch.nn.functional.mse_loss', mse, 502)
    d = op.draw
    for reduction in ('mean', 'sum', 'none'):
        op.case(f'of a matrix, {reduction}', [d.floats(3, 4), d.floats(3, 4)], reduction=reduction)
    op.case('of size 1', [d.floats(1), d.floats(1)])
    op.case('of equal tensors is 0', [f64([1, 2]), f64([1, 2])]).save()

    op = Op('binaryCrossEntropyWithLogits', 'torch.nn.functional.binary_cross_entropy_with_logits', binary_cross_entropy, 503, 'posWeight has one weight for the positive side per column, broadcast over the rows.')
    d = op.draw
    for reduction in ('mean', 'sum', 'none'):
        op.case(f'of targets 0 and 1, {reduction}', [d.floats(3, 4), d.bits(3, 4).double()], reduction=reduction)
        op.case(f'of soft targets with weights for the positive side, {reduction}', [d.floats(3, 2), d.floats(3, 2, low=0, high=1)], reduction=reduction, posWeight=[3, 0.5])
    op.case('with one weight for the positive side', [d.floats(4), d.bits(4).double()], posWeight=[2.5])
    op.case('of a logit of 0', [f64([0, 0, 0]), f64([0, 1, 0.5])])
    op.case('of large logits does not overflow', [f64([1000, -1000, 90, -90]), f64([1, 0, 0, 1])])
    op.case('of large logits with a weight for the positive side', [f64([1000, -1000, 90, -90]), f64([1, 0, 0, 1])], posWeight=[2]).save()

    op = Op('huber', 'torch.nn.functional.huber_loss', huber, 504, 'delta is 1 unless given. 0.5 d^2 up to |d| = delta, then delta (|d| - 0.5 delta).')
    d = op.draw
    for reduction in ('mean', 'sum', 'none'):
        op.case(f'of a matrix, {reduction}', [d.floats(3, 4), d.floats(3, 4)], reduction=reduction)
        op.case(f'with a delta of 0.25, {reduction}', [d.floats(3, 4), d.floats(3, 4)], reduction=reduction, delta=0.25)
    op.case('with a delta of 2', [d.floats(4), d.floats(4)], delta=2.0)
    op.case('where the difference is 0 or delta itself', [f64([0, 1, -1, 1000, -1000]), f64([0, 0, 0, 0, 0])], reduction='none').save()
