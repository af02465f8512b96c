"""Every model of the core's parts, in one place for Django."""

from anxin.core.facts import Reacted
from anxin.core.keys.models import VaultKey
from anxin.core.numbers import Serial
from anxin.core.timeline.models import Checkpoint, CheckpointHead, Entry, Private, Stream

__all__ = ["Checkpoint", "CheckpointHead", "Entry", "Private", "Reacted", "Serial", "Stream", "VaultKey"]
