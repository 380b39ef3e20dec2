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

from known import Refusal, known, known_layer, known_work
from pytorch_ops import convolution, functional, many_ops, op, values

# The instruction set of its own kernels: DEFAULT, AVX2, AVX512 and so on.
CAPABILITY = re.search(r"CPU capability usage: (.*)", torch.__config__.show()).group(1)


# The count of numbers of each layer, and what makes it.
LAYERS = {
    "linear": (2, nn.Linear),
    "conv2d": (3, lambda channels, outputs, side: nn.Conv2d(channels, outputs, side, padding=side // 2)),
    "batchNorm1d": (1, nn.BatchNorm1d),
    "batchNorm2d": (1, nn.BatchNorm2d),
    "maxPool2d": (1, nn.MaxPool2d),
    "flatten": (0, nn.Flatten),
    "dropout": (1, nn.Dropout),
    "relu": (0, nn.ReLU),
    "tanh": (0, nn.Tanh),
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


def matmul(work):
    m, k, n = work["m"], work["k"], work["n"]
    sides = {"none": (False, False), "a": (True, False), "b": (False, True)}
    transposed_a, transposed_b = known("transposed", sides, work.get("transposed", "none"))
    a = values(k, m).t() if transposed_a else values(m, k)
    b = values(n, k).t() if transposed_b else values(k, n)

    def run(times):
        for _ in range(times):
            c = a @ b
        return c[0, 0].item()

    return run, None


LOSSES = {
    "crossEntropy": (functional.cross_entropy, lambda rows, classes: torch.randint(classes, (rows,))),
    "meanSquaredError": (functional.mse_loss, values),
}


def train(work):
    model = nn.Sequential(*(known_layer(LAYERS, *layer) for layer in work["layers"])).train()
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
                current, note = known_work(KINDS, work)(work)
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
