"""Every row that walks a machine, held against the chain: it stands where its last fact took it, or somebody moved it.

The machines come from the models themselves: a new one is compared from its first step on.
"""

from collections.abc import Iterator

from django.apps import apps

from anxin.core.states.stateful import Stateful
from anxin.core.timeline import Witness


def witnesses() -> Iterator[Witness]:
    """Yield what the facts of every machine say of its rows: their state."""
    for one in apps.get_models():
        if issubclass(one, Stateful) and one._meta.managed:
            yield Witness(model=one, told={f"{one.MACHINE.name}.*": {"state": "to_state"}})
