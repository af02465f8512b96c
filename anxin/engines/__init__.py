"""Pure Python engines: strangers to each other, to Django and to the network."""

import sys
from collections.abc import Callable
from importlib import import_module


def opening(package: str, rooms: dict[str, str]) -> Callable[[str], object]:
    """Return a `__getattr__` for an engine's package: a room is loaded when one of its names is first asked for.

    Behind it lie compiled loops and models whose libraries take longer to load than the rest of the house; a
    process that asks for none of it starts without. `rooms` tells the names of each room, divided by spaces.
    """
    room_of = {name: room for room, names in rooms.items() for name in names.split()}

    def get(name: str) -> object:
        if name not in room_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found: object = getattr(import_module(f"{package}.{room_of[name]}"), name)
        vars(sys.modules[package])[name] = found
        return found

    return get
