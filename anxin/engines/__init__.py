"""Pure Python engines: strangers to each other, to Django and to the network."""

import sys
from collections.abc import Callable
from importlib import import_module


def opening(door: str, rooms: dict[str, str]) -> Callable[[str], object]:
    """Give a door its `__getattr__`: a room is loaded by the first of its names somebody asks for.

    Behind a door lie compiled loops and models whose libraries take longer to load than the rest of the house; a
    process that asks for none of it starts without. `rooms` tells the names of each room, divided by spaces.
    """
    room_of = {name: room for room, names in rooms.items() for name in names.split()}

    def get(name: str) -> object:
        if name not in room_of:
            raise AttributeError(f"module {door!r} has no attribute {name!r}")
        found: object = getattr(import_module(f"{door}.{room_of[name]}"), name)
        vars(sys.modules[door])[name] = found
        return found

    return get
