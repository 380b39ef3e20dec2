"""Philox4x32-10 written a second time, and the dropout masks drawn from it, so that two programs must agree on every bit.

Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
"""
import math

import torch

WORD = 0xFFFFFFFF


def philox(key, counter):
    """Four 32-bit words from a key of two and a counter of four."""
    (k0, k1), (c0, c1, c2, c3) = key, counter
    for _ in range(10):
        left, right = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (right >> 32) ^ c1 ^ k0, right & WORD, (left >> 32) ^ c3 ^ k1, left & WORD
        k0, k1 = (k0 + 0x9E3779B9) & WORD, (k1 + 0xBB67AE85) & WORD
    return c0, c1, c2, c3


# The known answers that the authors publish with their library (Random123, kat_vectors).
assert philox((0, 0), (0, 0, 0, 0)) == (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)
assert philox((WORD, WORD), (WORD, WORD, WORD, WORD)) == (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)


def words(seed, draw, index):
    """A 64-bit number's lower and upper half, lowest first: the key; then block, 0 and the draw: the counter."""
    return philox((seed & WORD, seed >> 32), (index & WORD, index >> 32, draw & WORD, draw >> 32))


def mask(shape, probability, seed, draw):
    """1 where an element is kept: where its uniform number, the upper 24 bits of its word, is at least p."""
    count = math.prod(shape)
    drawn = [word for block in range(-(-count // 4)) for word in words(seed, draw, block)][:count]
    kept = [(word >> 8) * 2**-24 >= probability for word in drawn]
    return torch.tensor(kept, dtype=torch.uint8).reshape(shape)


def dropped(x, kept, probability):
    """Dropout by its definition: the gradient is autograd's."""
    return x * kept.to(x.dtype) / (1 - probability)


class Dropout(torch.nn.Module):
    """Dropout whose masks come from a generator: the next draw in each training pass."""

    def __init__(self, probability, generator):
        super().__init__()
        self.probability, self.generator = probability, generator

    def forward(self, x):
        if not self.training:
            return x
        return dropped(x, mask(x.shape, self.probability, *self.generator.draw()), self.probability)


class Generator:
    """A seed, and how many draws were taken."""

    def __init__(self, seed):
        self.seed, self.draws = seed, 0

    def draw(self):
        self.draws += 1
        return self.seed, self.draws - 1
