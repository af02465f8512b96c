"""Take a file in: type by content, structure, labels, pixels, all inside one bounded child process."""

from anxin.engines.evidence.intake.limits import Limits
from anxin.engines.evidence.intake.parent import SHARED, Intake, take
from anxin.engines.evidence.intake.taken import Taken

__all__ = ["SHARED", "Intake", "Limits", "Taken", "take"]
