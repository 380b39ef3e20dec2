"""Ops of one, two or three tensors, element by element, with broadcasting."""
import math

import torch
import torch.nn.functional as F

from golden import f64, family

Op = family(__name__)

INF, NAN = float('inf'), float('nan')


def power(a, b=None, exponent=None):
    return torch.pow(a, exponent if b is None else b)


def clamp(x, min=None, max=None):
    return torch.clamp(x, min, max)


def where(condition, a, b):
    return torch.where(condition.bool(), a, b)


def leaky_relu(x, slope=0.01):
    return F.leaky_relu(x, slope)


def elu(x, alpha=1.0):
    return F.elu(x, alpha)


def gelu(x, approximate='none'):
    return F.gelu(x, approximate=approximate)


def binary(name, torch_name, function, seed, low=-2.0, note=None):
    """The broadcasts every two-tensor op must get right; low keeps divisors and bases away from 0."""
    op = Op(name, torch_name, function, seed, note)
    d = op.draw
    a = lambda *shape: d.floats(*shape, low=low)
    op.case('of two tensors of one shape', [a(3, 4), a(3, 4)])
    op.case('of a row broadcast over a matrix', [a(3, 4), a(4)])
    op.case('of a column broadcast over a matrix', [a(3, 1), a(3, 4)])
    op.case('of a column and a row, both broadcast', [a(3, 1), a(1, 4)])
    op.case('of a scalar tensor and a matrix', [a(), a(2, 3)])
    op.case('of a matrix and a scalar tensor', [a(2, 3), a()])
    op.case('of two scalar tensors', [a(), a()])
    op.case('of shapes of size 1', [a(1, 1), a(1)])
    op.case('of three axes with the middle one broadcast', [a(2, 1, 3), a(2, 4, 3)])
    op.case('of tensors of different rank, both broadcast', [a(4, 1), a(2, 1, 3)])
    op.case('of tensors without elements', [a(0, 3), a(3)])
    return op


def unary(name, torch_name, function, seed, low=-4.0, high=4.0, edges=(), note=None):
    op = Op(name, torch_name, function, seed, note)
    op.case('of a matrix', [op.draw.floats(3, 5, low=low, high=high)])
    op.case('of a scalar tensor', [op.draw.floats(low=low, high=high)])
    op.case('of a tensor of size 1 in every axis', [op.draw.floats(1, 1, 1, low=low, high=high)])
    op.case('of a tensor without elements', [op.draw.floats(2, 0)])
    for title, data in edges:
        op.case(title, [f64(data)])
    return op


def write():
    binary('add', 'torch.add', torch.add, 101).save()
    binary('sub', 'torch.sub', torch.sub, 102).save()
    binary('mul', 'torch.mul', torch.mul, 103).save()
    op = binary('div', 'torch.div', torch.div, 104, low=0.25)
    op.case('of negative numbers', [op.draw.floats(2, 3), f64([[-2, -0.5, 4], [8, -1, 0.25]])])
    op.case('by zero', [f64([1, -1, 0]), f64([0, 0, 0])]).save()

    op = binary('pow', 'torch.pow', power, 105, low=0.25)
    for exponent in (2, 3, 0.5, -1, 1, 0):
        op.case(f'of positive numbers to the number {exponent}', [op.draw.floats(2, 3, low=0.25)], exponent=exponent)
    for exponent in (2, 3, -2, 1, 0):
        op.case(f'of negative numbers to the number {exponent}', [op.draw.floats(5, low=-2, high=-0.25)], exponent=exponent)
    for exponent in (0, 1, 2, 3):
        op.case(f'of zero to the number {exponent}', [f64([0, 0])], exponent=exponent)
    op.case('of zero to positive tensor exponents, whose own gradient is 0', [f64([0, 0, 0]), f64([1, 2, 3])])
    op.case('of zero to the number 0.5, whose gradient is infinite', [f64([0])], exponent=0.5)
    signed = [f64([0, 0, 0, -0.0, -0.0, -0.0, 0, 0]), f64([-1, 0, NAN, -1, -2, 2, INF, -INF])]
    op.case('of zero to tensor exponents of either sign, whose own gradient is 0 from 0 on', signed)
    op.case('of 1 to exponents that are not finite, which is 1', [f64([1, 1, 1]), f64([NAN, INF, -INF])])
    op.case('of -1 to infinite exponents, which is 1, and to NaN', [f64([-1, -1, -1]), f64([INF, -INF, NAN])])
    op.case('of bases that are not finite', [f64([NAN, NAN, NAN, INF, INF, -INF]), f64([0, 1, -1, 0.5, -1, 3])]).save()

    ties = 'Where both are equal each gets half of the gradient, where one is NaN all of it.'
    for name, function, seed in (('maximum', torch.maximum, 106), ('minimum', torch.minimum, 107)):
        op = binary(name, f'torch.{name}', function, seed, note=ties)
        op.case('of equal numbers, each of which gets half of the gradient', [f64([1, 2, -3, 0]), f64([1, -2, -3, 0])])
        op.case('of equal numbers under broadcasting', [f64([[1], [2]]), f64([1, 2, 3])])
        op.case('of NaN, where both get all of the gradient', [f64([NAN, 1, NAN, INF, 2]), f64([1, NAN, NAN, NAN, -1])])
        op.case('of infinities', [f64([INF, INF, -INF, -INF, 1]), f64([1, INF, -INF, INF, -INF])]).save()

    op = Op('where', 'torch.where', where, 108, 'Inputs: condition (u8, 0 or 1), a, b.')
    d = op.draw
    op.case('of three tensors of one shape', [d.bits(3, 4), d.floats(3, 4), d.floats(3, 4)])
    op.case('with a condition per row', [d.bits(3, 1), d.floats(3, 4), d.floats(3, 4)])
    op.case('with a scalar choice', [d.bits(2, 3), d.floats(2, 3), d.floats()])
    op.case('with all three broadcast', [d.bits(3), d.floats(2, 1), d.floats(4, 1, 1)])
    op.case('of size 1', [d.bits(1), d.floats(1), d.floats(1)]).save()

    zero = ('at zero', [0, -0.0])
    unary('neg', 'torch.neg', torch.neg, 110, edges=[zero]).save()
    unary('exp', 'torch.exp', torch.exp, 111, edges=[zero, ('of large and small numbers', [-80, -30, 30, 80]), ('of numbers past its range', [-1000, 1000])]).save()
    unary('log', 'torch.log', torch.log, 112, low=0.0625, edges=[('of numbers near 0 and far from it', [1e-30, 1, 1e30]), ('of zero', [0])]).save()
    unary('sqrt', 'torch.sqrt', torch.sqrt, 113, low=0.0625, edges=[('of squares', [1, 4, 9, 1e-20]), ('of zero, whose gradient is infinite', [0])]).save()
    unary('abs', 'torch.abs', torch.abs, 114, edges=[('at zero, whose gradient is 0', [0, -0.0, 1])], note='The gradient at 0 is 0.').save()
    unary('square', 'torch.square', torch.square, 115, edges=[zero]).save()

    op = Op('clamp', 'torch.clamp', clamp, 116, 'On a bound itself the gradient is 0 (in PyTorch 1.13 it passed).')
    d = op.draw
    op.case('between two numbers', [d.floats(3, 5)], min=-0.5, max=1)
    op.case('from below alone', [d.floats(2, 4)], min=0)
    op.case('from above alone', [d.floats(2, 4)], max=0.25)
    op.case('at its bounds, where the gradient is 0', [f64([-1, 1, 0, -2, 2])], min=-1, max=1)
    op.case('between equal bounds', [f64([-1, 0.5, 2])], min=0.5, max=0.5)
    special = [NAN, INF, -INF, 0.5]
    op.case('of NaN and infinities between two numbers', [f64(special)], min=-1, max=1)
    op.case('of NaN and infinities from below alone', [f64(special)], min=-1)
    op.case('of NaN and infinities from above alone', [f64(special)], max=1).save()

    ends = ('of infinities, which have no direction', [INF, -INF])
    quarters = ('at quarter turns, as near as f64 comes', [math.pi / 2, -math.pi / 2, math.pi, 2 * math.pi, 10 * math.pi])
    unary('sin', 'torch.sin', torch.sin, 127, edges=[zero, quarters, ends]).save()
    unary('cos', 'torch.cos', torch.cos, 128, edges=[zero, quarters, ends]).save()
    unary('erf', 'torch.erf', torch.erf, 129, edges=[zero, ('of small and large numbers', [-30, -6, -1e-12, 1e-30, 1e-6, 3, 6, 30]), ('of infinities', [INF, -INF])]).save()

    large = ('of large numbers', [-1000, -90, -25, 25, 90, 1000])
    small = ('of numbers near zero', [-1e-6, -1e-12, 0, 1e-12, 1e-6])
    edges = [zero, small, large]
    unary('tanh', 'torch.tanh', torch.tanh, 120, edges=edges).save()
    unary('sigmoid', 'torch.sigmoid', torch.sigmoid, 121, edges=edges).save()
    unary('relu', 'torch.relu', torch.relu, 122, edges=[*edges, ('of NaN, which lets the gradient through, and of infinities', [NAN, INF, -INF])], note='The gradient at 0 is 0, at NaN 1.').save()
    unary('silu', 'torch.nn.functional.silu', F.silu, 123, edges=edges).save()
    # PyTorch goes over to y = x past 20, where the exact value is 2e-9 more.
    unary('softplus', 'torch.nn.functional.softplus', F.softplus, 124, edges=edges, note='PyTorch takes y = x past 20; the exact value differs by less than 1e-10 of it.').save()

    op = Op('leakyRelu', 'torch.nn.functional.leaky_relu', leaky_relu, 125, 'At 0 the gradient is the slope. The slope is 0.01 unless given.')
    d = op.draw
    op.case('with its usual slope', [d.floats(3, 5)])
    op.case('with a slope of 0.2', [d.floats(3, 5)], slope=0.2)
    op.case('at zero, where the gradient is the slope', [f64([0, -0.0, 1, -1])], slope=0.1)
    op.case('with a slope of 0', [d.floats(4)], slope=0).save()

    op = Op('elu', 'torch.nn.functional.elu', elu, 130, 'At 0 the gradient is alpha, at NaN 1. Alpha is 1 unless given.')
    op.case('with its usual alpha', [op.draw.floats(3, 5, low=-4, high=4)])
    op.case('with an alpha of 0.5', [op.draw.floats(3, 5, low=-4, high=4)], alpha=0.5)
    op.case('with an alpha of 0', [op.draw.floats(4)], alpha=0)
    op.case('with a negative alpha', [op.draw.floats(4)], alpha=-1.5)
    op.case('at zero, where the gradient is alpha', [f64([0, -0.0, 1, -1])], alpha=2)
    for title, data in (small, large):
        op.case(title, [f64(data)])
    op.case('of NaN, which lets the gradient through, and of infinities', [f64([NAN, INF, -INF])], alpha=2)
    op.save()

    op = Op('gelu', 'torch.nn.functional.gelu', gelu, 126)
    for approximate, form in (('none', 'erf form'), ('tanh', 'tanh form')):
        op.case(f'of a matrix in the {form}', [op.draw.floats(3, 5, low=-4, high=4)], approximate=approximate)
        for title, data in (small, large):
            op.case(f'{title} in the {form}', [f64(data)], approximate=approximate)
    op.save()
