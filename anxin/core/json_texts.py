"""Read JSON that others wrote: a tower of brackets is none either, whoever sends it."""

import json
from typing import Any


def read(text: str | bytes | bytearray) -> Any:
    """Return what a text says; raises `ValueError`, also where it is nested too deeply."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
