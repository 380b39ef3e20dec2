"""Lookups that refuse what a worker does not know, which would otherwise be timed as something else."""

import json
import pathlib

FIELDS = json.loads((pathlib.Path(__file__).parent / "work-fields.json").read_text())


class Refusal(Exception):
    """Work that this worker refuses; the bench shows the message unchanged."""


def known(kind, table, name):
    """Looks up a table entry."""
    if name in table:
        return table[name]
    raise Refusal(f'does not know the {kind} "{name}"; it knows {", ".join(table)}')


def known_work(table, work):
    """The function of a table for this kind of work; refuses a field that no worker reads."""
    kind = work["kind"]
    make = known("work", table, kind)
    for field in work:
        if field != "kind" and field not in FIELDS[kind]:
            raise Refusal(f'does not know {kind}\'s field "{field}"')
    return make


def known_layer(table, kind, *numbers):
    """Makes a layer from a table of number counts and functions; refuses more numbers than the layer has."""
    count, make = known("layer", table, kind)
    if len(numbers) != count:
        raise Refusal(f"knows {count} numbers of {kind}, got {len(numbers)}: {', '.join(map(str, numbers))}")
    return make(*numbers)
