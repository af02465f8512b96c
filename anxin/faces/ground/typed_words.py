"""What somebody had written when the case moved on without him: it stands in the refusal, so that he can copy it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from anxin.core.commands import Command

LONG = 2
"""So many rows a field has that takes sentences; what is shorter is typed again in a moment."""


def with_words(said: str, words: str) -> str:
    """Return a refusal with what was written, where something was."""
    if not words.strip():
        return said
    return _("{said} What you had written: “{words}”").format(said=said, words=words.strip())


def words_of(command: Command[Any, Any], sent: Mapping[str, str]) -> str:
    """Return the sentences that were sent with a command, none of them secret."""
    asks = {name: command.fields.asked(name) for name in command.fields.model_fields}
    long = (name for name, ask in asks.items() if ask.rows >= LONG and not ask.secret and not ask.hidden)
    return " ".join(str(sent.get(name, "")).strip() for name in long)
