"""Schedules of the step: what is handed to ours, and the rates that PyTorch's counterpart gave.

Rates are read from the optimizer after each scheduler.step(), which is what a training run would see, not from
the closed forms. Everything is in float64.
"""
import json
import math
import warnings

import torch
from torch.optim import lr_scheduler as torch_schedules

from golden import VERSION
from named_files import keep

STEPS = 90  # the rates of steps 0 to 89

# Schedulers are stepped here without an optimizer step between, and SequentialLR hands step() an epoch.
warnings.filterwarnings("ignore", category=UserWarning)


def optimizer_at(rate):
    return torch.optim.SGD([torch.zeros(1, dtype=torch.float64)], lr=rate)


def rates_of(rate, schedule, steps=STEPS):
    """What the optimizer's rate is after 0, 1, 2, ... steps of schedule(optimizer)."""
    optimizer = optimizer_at(rate)
    scheduler = schedule(optimizer)
    rates = [optimizer.param_groups[0]["lr"]]
    for _ in range(steps - 1):
        scheduler.step()
        rates.append(optimizer.param_groups[0]["lr"])
    return rates


# Our options on the left, PyTorch's on the right.
COUNTERPARTS = {
    "constant": lambda o: lambda opt: torch_schedules.ConstantLR(opt, factor=o["factor"], total_iters=o["steps"]),
    "step": lambda o: lambda opt: torch_schedules.StepLR(opt, step_size=o["every"], gamma=o["gamma"]),
    "multiStep": lambda o: lambda opt: torch_schedules.MultiStepLR(opt, milestones=o["milestones"], gamma=o["gamma"]),
    "exponential": lambda o: lambda opt: torch_schedules.ExponentialLR(opt, gamma=o["gamma"]),
    "cosine": lambda o: lambda opt: torch_schedules.CosineAnnealingLR(opt, T_max=o["steps"], eta_min=o["minRate"]),
}


def plain_cases(name, sets):
    return [
        {"rate": rate, "options": options, "rates": rates_of(rate, COUNTERPARTS[name](options))}
        for rate, options in sets
    ]


def linear_case(base, start, end, steps):
    schedule = lambda opt: torch_schedules.LinearLR(opt, start_factor=start, end_factor=end, total_iters=steps)
    return {"rate": base * start, "options": {"to": base * end, "steps": steps}, "rates": rates_of(base, schedule)}


def warmup_case(base, start, steps, name, options):
    def schedule(opt):
        ramp = torch_schedules.LinearLR(opt, start_factor=start, end_factor=1.0, total_iters=steps)
        return torch_schedules.SequentialLR(opt, [ramp, COUNTERPARTS[name](options)(opt)], milestones=[steps])

    return {
        "schedule": name,
        "rate": base,
        "options": options,
        "warmup": {"steps": steps, "from": base * start},
        "rates": rates_of(base, schedule),
    }


def sequential_case(base, parts, milestones):
    def schedule(opt):
        return torch_schedules.SequentialLR(opt, [COUNTERPARTS[n](o)(opt) for n, o in parts], milestones=milestones)

    return {
        "rate": base,
        "parts": [{"schedule": name, "options": options} for name, options in parts],
        "milestones": milestones,
        "rates": rates_of(base, schedule),
    }


def per_epoch_case(base, steps_per_epoch, name, options):
    """PyTorch's way: scheduler.step() once at the end of each epoch."""
    optimizer = optimizer_at(base)
    scheduler = COUNTERPARTS[name](options)(optimizer)
    rates = []
    for _ in range(math.ceil(STEPS / steps_per_epoch)):
        rates += [optimizer.param_groups[0]["lr"]] * steps_per_epoch
        scheduler.step()
    return {"schedule": name, "rate": base, "options": options, "stepsPerEpoch": steps_per_epoch, "rates": rates}


def save_cases(name, source, cases):
    lines = ",\n".join(json.dumps(case, allow_nan=False) for case in cases)
    head = json.dumps({"source": f"{VERSION} torch.optim.lr_scheduler.{source}"})[:-1]
    keep(f"schedulers/{name}.json", f'{head}, "cases": [\n{lines}\n]}}\n'.encode())


def write():
    save_cases(
        "constant",
        "ConstantLR",
        plain_cases(
            "constant",
            [
                (0.1, {"factor": 1.0, "steps": 1}),
                (0.1, {"factor": 1 / 3, "steps": 5}),
                (0.03, {"factor": 0.5, "steps": 40}),
                (7.0, {"factor": 0.01, "steps": 200}),
            ],
        ),
    )
    save_cases(
        "step",
        "StepLR",
        plain_cases(
            "step",
            [
                (0.1, {"every": 30, "gamma": 0.1}),
                (0.05, {"every": 1, "gamma": 0.97}),
                (2.0, {"every": 7, "gamma": 0.5}),
                (1e-3, {"every": 20, "gamma": 1.5}),
            ],
        ),
    )
    save_cases(
        "multi-step",
        "MultiStepLR",
        plain_cases(
            "multiStep",
            [
                (0.1, {"milestones": [30, 80], "gamma": 0.1}),
                (0.1, {"milestones": [1, 2, 3, 50], "gamma": 0.3}),
                (1e-3, {"milestones": [], "gamma": 0.1}),
                (0.4, {"milestones": [10, 89], "gamma": 0.0}),
            ],
        ),
    )
    save_cases(
        "exponential",
        "ExponentialLR",
        plain_cases(
            "exponential",
            [(0.1, {"gamma": 0.95}), (0.1, {"gamma": 0.5}), (1.0, {"gamma": 1.0}), (1e-6, {"gamma": 1.15})],
        ),
    )
    save_cases(
        "cosine",
        "CosineAnnealingLR",
        plain_cases(
            "cosine",
            [
                (0.1, {"steps": 90, "minRate": 0}),
                (0.1, {"steps": 50, "minRate": 1e-4}),
                (0.1, {"steps": 7, "minRate": 1e-3}),
                (1.0, {"steps": 1, "minRate": 0.25}),
                (1e-3, {"steps": 1000, "minRate": 0}),
            ],
        ),
    )
    save_cases(
        "linear",
        "LinearLR",
        [
            linear_case(0.1, 1 / 3, 1.0, 5),
            linear_case(0.1, 1.0, 0.0, 60),
            linear_case(0.3, 1.0, 0.01, 89),
            linear_case(2.0, 0.001, 0.7, 33),
            linear_case(1e-3, 1.0, 0.5, 1000),
        ],
    )
    save_cases(
        "linear-warmup",
        "LinearLR, SequentialLR",
        [
            warmup_case(0.1, 0.1, 10, "cosine", {"steps": 80, "minRate": 0}),
            warmup_case(0.1, 1 / 3, 5, "step", {"every": 20, "gamma": 0.1}),
            warmup_case(1.0, 0.001, 33, "exponential", {"gamma": 0.9}),
            warmup_case(0.02, 0.5, 1, "multiStep", {"milestones": [15, 60], "gamma": 0.2}),
            warmup_case(0.02, 0.01, 60, "constant", {"factor": 1.0, "steps": 1}),
        ],
    )
    save_cases(
        "sequential",
        "SequentialLR",
        [
            sequential_case(0.1, [("constant", {"factor": 0.1, "steps": 20}), ("exponential", {"gamma": 0.9})], [20]),
            sequential_case(
                0.1,
                [
                    ("constant", {"factor": 0.5, "steps": 10}),
                    ("cosine", {"steps": 30, "minRate": 1e-3}),
                    ("step", {"every": 9, "gamma": 0.5}),
                ],
                [10, 40],
            ),
            sequential_case(0.3, [("cosine", {"steps": 30, "minRate": 0})] * 3, [30, 60]),
        ],
    )
    save_cases(
        "per-epoch",
        "CosineAnnealingLR, MultiStepLR, ExponentialLR",
        [
            per_epoch_case(0.1, 10, "cosine", {"steps": 9, "minRate": 0}),
            per_epoch_case(0.1, 7, "multiStep", {"milestones": [3, 8], "gamma": 0.1}),
            per_epoch_case(0.1, 1, "exponential", {"gamma": 0.93}),
        ],
    )
