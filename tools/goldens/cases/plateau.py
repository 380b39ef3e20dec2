"""Schedules that watch a metric: the state after each observation, and the rates."""
import math
import random

from torch.optim import lr_scheduler as torch_schedules

from .schedules import optimizer_at, save_cases

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


def write():
    draw = random.Random(20240607)
    falling = [math.exp(-i / 8) + 0.3 + 0.02 * draw.gauss(0, 1) for i in range(80)]
    rising = [1 - math.exp(-i / 10) + 0.05 * draw.gauss(0, 1) for i in range(80)]
    negative = [-1 + 2 * draw.random() for _ in range(80)]
    save_cases(
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
    save_cases(
        "linear-warmup-reduce-on-plateau",
        "LinearLR, ReduceLROnPlateau",
        [
            warmed_plateau_case(0.1, 0.1, 20, {"patience": 2, "factor": 0.5}, falling),
            warmed_plateau_case(0.5, 0.01, 7, {"mode": "max", "patience": 1, "cooldown": 2, "factor": 0.3}, rising),
        ],
    )
