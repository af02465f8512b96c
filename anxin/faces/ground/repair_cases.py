"""One repair as one request sees it: the row and its situation for commands, the read model for the page."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from anxin.core.actors import Actor
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.rules.situation import RepairSituation

if TYPE_CHECKING:
    from anxin.domain.repairs.models import Repair


@dataclass(kw_only=True)
class RepairCase:
    """A repair as one request sees it; each face adds its address."""

    actor: Actor
    now: datetime
    row: "Repair"

    @cached_property
    def read(self) -> repairs.RepairCompanions:
        """Read what lies beside the repair, for page and rules alike."""
        return repairs.companions_of(self.row, actor=self.actor, now=self.now)

    @cached_property
    def view(self) -> repairs.RepairView:
        """Read the repair whole."""
        return repairs.view(self.row, actor=self.actor, now=self.now, read=self.read)

    @cached_property
    def situation(self) -> RepairSituation:
        """Return the situation of the repair for the rules of the commands."""
        return repairs.situation(self.row, by=self.actor, now=self.now, read=self.read)
