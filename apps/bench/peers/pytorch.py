"""PyTorch on the CPU; its argument is the thread count. Speaks the protocol of serve.mjs."""

import json
import os
import re
import subprocess
import sys
import time

started = time.perf_counter()

try:
    import torch
    from torch import nn
except ModuleNotFoundError as error:
    raise ImportError(f"{sys.executable} has no {error.name}: name a Python that has it by --python") from None

threads = int(sys.argv[1])
torch.set_num_threads(threads)
torch.set_num_interop_threads(1)
torch.manual_seed(1)

# The instruction set of its own kernels: DEFAULT, AVX2, AVX512 and so on.
CAPABILITY = re.search(r"CPU capability usage: (.*)", torch.__config__.show()).group(1)


class Refusal(Exception):
    """Work that this worker refuses; the bench shows the message unchanged."""


def known(kind, table, name):
    """Looks up a table entry; refuses unknown names, which would otherwise be timed as something else."""
    if name in table:
        return table[name]
    raise Refusal(f'does not know the {kind} "{name}"; it knows {", ".join(table)}')


LAYERS = {
    "linear": nn.Linear,
    "conv2d": lambda channels, outputs, side: nn.Conv2d(channels, outputs, side, padding=side // 2),
    "batchNorm1d": nn.BatchNorm1d,
    "batchNorm2d": nn.BatchNorm2d,
    "maxPool2d": nn.MaxPool2d,
    "flatten": nn.Flatten,
    "dropout": nn.Dropout,
    "relu": nn.ReLU,
    "tanh": nn.Tanh,
}


# The settings of each rule: our names and PyTorch's.
OPTIMIZERS = {
    "sgd": (torch.optim.SGD, {"learningRate": "lr", "momentum": "momentum"}),
    "adam": (torch.optim.Adam, {"learningRate": "lr"}),
    "adamw": (torch.optim.AdamW, {"learningRate": "lr", "weightDecay": "weight_decay"}),
}


def create_optimizer(parameters, name, **settings):
    rule, names = known("optimizer", OPTIMIZERS, name)
    for setting in settings:
        if setting not in names:
            raise Refusal(f'does not know {name}\'s setting "{setting}"')
    return rule(parameters, **{names[setting]: value for setting, value in settings.items()})


def note_on(optimizer):
    """A note on the optimizer's default for foreach."""
    return f"foreach={optimizer.defaults.get('foreach')}, its default"


def values(*shape):
    return torch.rand(*shape) * 2 - 1


def matmul(work):
    m, k, n, transposed = work["m"], work["k"], work["n"], work.get("transposed")
    a = values(k, m).t() if transposed == "a" else values(m, k)
    b = values(n, k).t() if transposed == "b" else values(k, n)

    def run(times):
        for _ in range(times):
            c = a @ b
        return c[0, 0].item()

    return run, None


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


LOSSES = {
    "crossEntropy": (functional.cross_entropy, lambda rows, classes: torch.randint(classes, (rows,))),
    "meanSquaredError": (functional.mse_loss, values),
}


def train(work):
    model = nn.Sequential(*(known("layer", LAYERS, kind)(*numbers) for kind, *numbers in work["layers"])).train()
    optimizer = create_optimizer(model.parameters(), **work["optimizer"])
    x = torch.rand(work["batch"], *work["input"]) * 2 - 1
    loss_of, target_of = known("loss", LOSSES, work["loss"])
    y = target_of(work["batch"], work["outputs"])

    def run(times):
        for _ in range(times):
            optimizer.zero_grad(set_to_none=True)
            loss = loss_of(model(x), y)
            loss.backward()
            optimizer.step()
        return loss.item()

    return run, note_on(optimizer)


def update(work):
    parameters = [nn.Parameter(torch.rand(work["size"])) for _ in range(work["tensors"])]
    for parameter in parameters:
        parameter.grad = torch.rand(work["size"]) * 2 - 1
    optimizer = create_optimizer(parameters, **work["optimizer"])

    def run(times):
        for _ in range(times):
            optimizer.step()
        return parameters[0][0].item()

    return run, note_on(optimizer)


def clip(work):
    parameters = [nn.Parameter(torch.zeros(work["size"])) for _ in range(work["tensors"])]
    for parameter in parameters:
        parameter.grad = values(work["size"])

    def run(times):
        for _ in range(times):
            norm = nn.utils.clip_grad_norm_(parameters, 1)
        return norm.item()

    return run, None


def start_up(work):
    def run(times):
        """Returns a list of the cost, which is not the call's time, and a loss."""
        cost = 0
        for _ in range(times):
            words = [sys.executable, __file__, sys.argv[1], json.dumps(work["train"])]
            done = subprocess.run(words, check=True, capture_output=True, text=True)
            answer = json.loads(done.stdout)
            cost += answer["seconds"]
        return [cost, answer["value"]]

    return run, None


KINDS = {
    "matmul": matmul,
    "convolution": convolution,
    "op": op,
    "manyOps": many_ops,
    "train": train,
    "update": update,
    "clip": clip,
    "startUp": start_up,
}


def check_capability():
    """Refuses a missing capability: a column that names one must be timed with it."""
    wanted = os.environ.get("ATEN_CPU_CAPABILITY", CAPABILITY)
    if wanted.upper() != CAPABILITY.upper():
        raise Refusal(f"was to run with {wanted}, but this processor gives {CAPABILITY}")


def serve():
    current = None
    for line in sys.stdin:
        try:
            request = json.loads(line)
            if "setup" in request:
                current = None
                work = request["setup"]
                check_capability()
                current, note = known("work", KINDS, work["kind"])(work)
                count = f"{threads} thread{'s' if threads > 1 else ''}"
                words = [f"version {torch.__version__}", count, CAPABILITY, note]
                answer = {"ready": True, "note": ", ".join(word for word in words if word)}
            else:
                before = time.perf_counter()
                value = current(request["run"])
                cost = time.perf_counter() - before
                if isinstance(value, list):
                    cost, value = value
                answer = {"cost": cost, "value": value}
        except Refusal as error:
            answer = {"error": str(error)}
        except Exception as error:  # the bench shows it as the reason for skipping this peer
            answer = {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
        print(json.dumps(answer), flush=True)


if len(sys.argv) > 2:
    # Times a fresh process from importing the library to the end of one step.
    run, _ = train(json.loads(sys.argv[2]))
    value = run(1)
    print(json.dumps({"seconds": time.perf_counter() - started, "value": value}))
else:
    serve()
