"""Write schedulers/<name>.json: the learning rates that PyTorch gives, step by step.

Run with: python tools/goldens/schedulers.py NAME...

Each file holds cases: what is handed to our schedule of that name, then what PyTorch's counterpart gave
(torch/optim/lr_scheduler.py, everything in float64). Rates are read from the optimizer after each scheduler.step(),
which is what a training run would see, not from the closed forms.
"""

import json
import math
import random
import warnings

import torch
from golden import VERSION
from named_files import keep, write_named
from torch.optim import lr_scheduler as torch_schedules

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


PLATEAU_DEFAULTS = {
    "mode": "min",
    "factor": 0.1,
    "patience": 10,
    "threshold": 1e-4,
    "thresholdMode": "relative",
    "cooldown": 0,
    "minRate": 0,
    "epsilon": 1e-8,
}


def plateau(optimizer, options):
    full = {**PLATEAU_DEFAULTS, **options}
    return torch_schedules.ReduceLROnPlateau(
        optimizer,
        mode=full["mode"],
        factor=full["factor"],
        patience=full["patience"],
        threshold=full["threshold"],
        threshold_mode={"relative": "rel", "absolute": "abs"}[full["thresholdMode"]],
        cooldown=full["cooldown"],
        min_lr=full["minRate"],
        eps=full["epsilon"],
    )


def observed(optimizer, scheduler, metrics):
    """The state after each observation, a column each, under our names; `best` is null before the first that counts."""
    columns = {"rate": [], "best": [], "badObservations": [], "cooldownLeft": []}
    for metric in metrics:
        scheduler.step(metric)
        columns["rate"].append(optimizer.param_groups[0]["lr"])
        columns["best"].append(None if math.isinf(scheduler.best) else scheduler.best)
        columns["badObservations"].append(scheduler.num_bad_epochs)
        columns["cooldownLeft"].append(scheduler.cooldown_counter)
    return columns


def spelled(metrics):
    """JSON has no NaN and no infinity: those travel as words."""
    return [m if math.isfinite(m) else {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(m)] for m in metrics]


def plateau_case(name, rate, options, metrics):
    optimizer = optimizer_at(rate)
    scheduler = plateau(optimizer, options)
    return {
        "name": name,
        "rate": rate,
        "options": options,
        "metrics": spelled(metrics),
        "states": observed(optimizer, scheduler, metrics),
    }


def warmed_plateau_case(base, start, steps, options, metrics):
    """SequentialLR refuses a plateau, so this is the loop that one writes by hand: the ramp, then the plateau."""
    optimizer = optimizer_at(base)
    rates = []
    ramp = torch_schedules.LinearLR(optimizer, start_factor=start, end_factor=1.0, total_iters=steps)
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        ramp.step()
    scheduler = plateau(optimizer, options)
    for metric in metrics:
        rates.append(optimizer.param_groups[0]["lr"])
        scheduler.step(metric)
    return {
        "rate": base,
        "options": options,
        "warmup": {"steps": steps, "from": base * start},
        "metrics": spelled(metrics),
        "rates": rates,
    }


def write(name, source, cases):
    lines = ",\n".join(json.dumps(case, allow_nan=False) for case in cases)
    head = json.dumps({"source": f"{VERSION} torch.optim.lr_scheduler.{source}"})[:-1]
    keep(f"schedulers/{name}.json", f'{head}, "cases": [\n{lines}\n]}}\n'.encode())


write(
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
write(
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
write(
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
write(
    "exponential",
    "ExponentialLR",
    plain_cases(
        "exponential",
        [(0.1, {"gamma": 0.95}), (0.1, {"gamma": 0.5}), (1.0, {"gamma": 1.0}), (1e-6, {"gamma": 1.15})],
    ),
)
write(
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
write(
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
write(
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
write(
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
write(
    "per-epoch",
    "CosineAnnealingLR, MultiStepLR, ExponentialLR",
    [
        per_epoch_case(0.1, 10, "cosine", {"steps": 9, "minRate": 0}),
        per_epoch_case(0.1, 7, "multiStep", {"milestones": [3, 8], "gamma": 0.1}),
        per_epoch_case(0.1, 1, "exponential", {"gamma": 0.93}),
    ],
)

draw = random.Random(20240607)
falling = [math.exp(-i / 8) + 0.3 + 0.02 * draw.gauss(0, 1) for i in range(80)]
rising = [1 - math.exp(-i / 10) + 0.05 * draw.gauss(0, 1) for i in range(80)]
negative = [-1 + 2 * draw.random() for _ in range(80)]
write(
    "reduce-on-plateau",
    "ReduceLROnPlateau",
    [
        plateau_case("the defaults on a noisy falling loss", 0.1, {}, falling),
        plateau_case("a metric that never moves", 0.1, {"patience": 2}, [1.0] * 70),
        plateau_case("patience 0", 1.0, {"patience": 0, "factor": 0.5}, falling),
        plateau_case("max, relative", 0.1, {"mode": "max", "patience": 3, "factor": 0.5}, rising),
        plateau_case(
            "max, absolute",
            0.1,
            {"mode": "max", "thresholdMode": "absolute", "threshold": 0.05, "patience": 3, "factor": 0.3},
            rising,
        ),
        plateau_case(
            "min, absolute",
            0.1,
            {"thresholdMode": "absolute", "threshold": 0.01, "patience": 2, "factor": 0.2},
            falling,
        ),
        plateau_case("cooldown", 0.1, {"patience": 1, "cooldown": 4, "factor": 0.5}, [1.0] * 70),
        plateau_case("cooldown on a noisy loss", 0.1, {"patience": 2, "cooldown": 3, "factor": 0.7}, falling),
        plateau_case("a floor", 0.1, {"patience": 1, "minRate": 1e-3}, [1.0] * 70),
        plateau_case("a reduction too small to make", 0.1, {"patience": 0, "epsilon": 0.02, "factor": 0.5}, [1.0] * 70),
        plateau_case("threshold 0", 0.1, {"patience": 1, "threshold": 0}, [1.0, 1.0, 0.5, 0.5, 0.5, 0.25] * 12),
        plateau_case("factor 0", 0.1, {"patience": 8, "factor": 0, "minRate": 1e-5}, falling),
        plateau_case(
            "negative metrics, min, relative",
            0.1,
            {"patience": 2, "threshold": 0.1, "factor": 0.5},
            negative,
        ),
        plateau_case(
            "negative metrics, max, relative",
            0.1,
            {"mode": "max", "patience": 2, "threshold": 0.1, "factor": 0.5},
            negative,
        ),
        plateau_case(
            "NaN and infinite metrics",
            0.1,
            {"patience": 1, "factor": 0.5},
            [math.nan, math.inf, 1.0, math.nan, 0.5, math.inf, math.nan, math.nan, 0.4, 0.4] * 7,
        ),
        plateau_case(
            "NaN and infinite metrics, max",
            0.1,
            {"mode": "max", "patience": 1, "factor": 0.5},
            [-math.inf, math.nan, 1.0, -math.inf, 2.0, math.nan, math.nan, math.nan, 2.1, 2.1] * 7,
        ),
    ],
)
write(
    "linear-warmup-reduce-on-plateau",
    "LinearLR, ReduceLROnPlateau",
    [
        warmed_plateau_case(0.1, 0.1, 20, {"patience": 2, "factor": 0.5}, falling),
        warmed_plateau_case(0.5, 0.01, 7, {"mode": "max", "patience": 1, "cooldown": 2, "factor": 0.3}, rising),
    ],
)
write_named()
