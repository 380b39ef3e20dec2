"""PyTorch on the CPU, with as many threads as the argument says. Speaks the protocol of serve.mjs."""

import json
import sys
import time

import torch
from torch import nn

threads = int(sys.argv[1])
torch.set_num_threads(threads)
torch.set_num_interop_threads(1)
torch.manual_seed(1)

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


def create_optimizer(parameters, name, learningRate, momentum=0, weightDecay=0):
    if name == "sgd":
        return torch.optim.SGD(parameters, lr=learningRate, momentum=momentum)
    return torch.optim.AdamW(parameters, lr=learningRate, weight_decay=weightDecay)


def matmul(work):
    a = torch.rand(work["m"], work["k"]) * 2 - 1
    b = torch.rand(work["k"], work["n"]) * 2 - 1

    def run(times):
        for _ in range(times):
            c = a @ b
        return c[0, 0].item()

    return run


def train(work):
    model = nn.Sequential(*(LAYERS[kind](*numbers) for kind, *numbers in work["layers"])).train()
    optimizer = create_optimizer(model.parameters(), **work["optimizer"])
    x = torch.rand(work["batch"], *work["input"]) * 2 - 1
    if work["loss"] == "crossEntropy":
        y = torch.randint(work["outputs"], (work["batch"],))
        loss_of = nn.functional.cross_entropy
    else:
        y = torch.rand(work["batch"], work["outputs"]) * 2 - 1
        loss_of = nn.functional.mse_loss

    def run(times):
        for _ in range(times):
            optimizer.zero_grad(set_to_none=True)
            loss = loss_of(model(x), y)
            loss.backward()
            optimizer.step()
        return loss.item()

    return run


def update(work):
    parameters = [nn.Parameter(torch.rand(work["size"])) for _ in range(work["tensors"])]
    for parameter in parameters:
        parameter.grad = torch.rand(work["size"]) * 2 - 1
    optimizer = create_optimizer(parameters, **work["optimizer"])

    def run(times):
        for _ in range(times):
            optimizer.step()
        return parameters[0][0].item()

    return run


KINDS = {"matmul": matmul, "train": train, "update": update}
current = None

for line in sys.stdin:
    try:
        request = json.loads(line)
        if "setup" in request:
            current = None
            current = KINDS[request["setup"]["kind"]](request["setup"])
            answer = {"ready": True, "note": f"version {torch.__version__}, {threads} thread{'s' if threads > 1 else ''}"}
        else:
            started = time.perf_counter()
            value = current(request["run"])
            answer = {"seconds": time.perf_counter() - started, "value": value}
    except Exception as error:  # the bench shows it as the reason why this peer is left out
        answer = {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
    print(json.dumps(answer), flush=True)
