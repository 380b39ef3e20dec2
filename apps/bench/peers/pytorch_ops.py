"""Single ops, chains of ops and passes of a convolution in PyTorch."""

import torch
from torch import nn

from known import known


def values(*shape):
    return torch.rand(*shape) * 2 - 1


def convolution(work):
    batch, inputs, outputs, size, side = (work[key] for key in ("batch", "inputs", "outputs", "size", "side"))
    x, w, dy = values(batch, inputs, size, size), values(outputs, inputs, side, side), values(batch, outputs, size, size)
    padding = [side // 2] * 2

    def backward(*mask):
        return torch.ops.aten.convolution_backward(
            dy, x, w, None, [1, 1], padding, [1, 1], False, [0, 0], 1, [*mask, False]
        )

    passes = {
        "forward": lambda: nn.functional.conv2d(x, w, padding=padding),
        "inputGradient": lambda: backward(True, False)[0],
        "weightGradient": lambda: backward(False, True)[1],
    }
    step = known("pass", passes, work["pass"])

    def run(times):
        for _ in range(times):
            y = step()
        return y[0, 0, 0, 0].item()

    return run, None


def constant_of(shape):
    return torch.randint(shape[-1], (shape[0],))


# Shapes of the inputs after x, and the op as a function of inputs, axis and labels.
channels = lambda shape: [[shape[1]], [shape[1]]]
last = lambda shape: [[shape[-1]], [shape[-1]]]
functional = nn.functional
OPS = {
    "relu": (None, lambda xs, *_: torch.relu(xs[0])),
    "tanh": (None, lambda xs, *_: torch.tanh(xs[0])),
    "exp": (None, lambda xs, *_: torch.exp(xs[0])),
    "add": (lambda shape: [shape], lambda xs, *_: xs[0] + xs[1]),
    "dropout": (None, lambda xs, *_: functional.dropout(xs[0], 0.3)),
    "biasReluDropout": (
        lambda shape: [[shape[-1]]],
        lambda xs, *_: functional.dropout(torch.relu(xs[0] + xs[1]), 0.3),
    ),
    "sum": (None, lambda xs, axis, _: xs[0].sum() if axis is None else xs[0].sum(axis)),
    "softmaxCrossEntropy": (None, lambda xs, _, labels: functional.cross_entropy(xs[0], labels)),
    "batchNorm": (
        channels,
        lambda xs, *_: functional.batch_norm(xs[0], None, None, xs[1], xs[2], training=True),
    ),
    "layerNorm": (last, lambda xs, *_: functional.layer_norm(xs[0], xs[0].shape[-1:], xs[1], xs[2])),
}


def op(work):
    others, forward = known("op", OPS, work["op"])
    shape, axis = work["shape"], work.get("axis")
    labels = constant_of(shape) if work["op"] == "softmaxCrossEntropy" else None
    inputs = [values(*each) for each in [shape, *(others(shape) if others else [])]]

    if not work["backward"]:

        def run(times):
            with torch.no_grad():
                for _ in range(times):
                    y = forward(inputs, axis, labels)
            return y.flatten()[0].item()

        return run, None

    for x in inputs:
        x.requires_grad_()
    dy = torch.rand_like(forward(inputs, axis, labels))

    def run(times):
        for _ in range(times):
            gradients = torch.autograd.grad(forward(inputs, axis, labels), inputs, dy)
        return gradients[0].flatten()[0].item()

    return run, None


def many_ops(work):
    x, y = values(4, 4), values(4, 4)
    apply = known("op", {"add": torch.add, "matmul": torch.matmul}, work["op"])

    def run(times):
        with torch.no_grad():
            for _ in range(times):
                z = x
                for _ in range(work["count"]):
                    z = apply(z, y)
        return z[0, 0].item()

    return run, None
