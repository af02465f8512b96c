"""The head of a claim: what its own row says, as one reader sees it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anxin.core.states import Step
from anxin.domain.claims.rules.filing import AFTER_REPAIR
from anxin.domain.people.queries import PersonView

SAME = (
    *("id", "number", "state", "forum", "type", "reason", "statutory", "asked_fen", "declaration", "channel"),
    *(
        "created_at",
        "platform_ref",
        "return_waybill",
        "goods_waybill",
        "replacement_waybill",
        "repair_number",
        "inspection_number",
    ),
    "outcome",
)


@dataclass(frozen=True, kw_only=True)
class Head:
    """What the claim's own row says; nothing here is plain that must be revealed."""

    id: UUID
    number: str
    state: str
    forum: str
    type: str
    reason: str
    statutory: bool
    asked_fen: int
    declaration: str
    channel: str
    created_at: datetime
    seller: str
    platform: str
    platform_ref: str
    order_key: str
    waybill: str
    buyer: PersonView
    needed: tuple[str, ...]
    return_waybill: str
    goods_waybill: str
    replacement_waybill: str
    repair_number: str
    inspection_number: str
    outcome: str
    side: str
    may_bring: bool
    buttons: tuple[Step, ...]
    old_number: str

    @property
    def after_repair(self) -> str:
        """Return the number of the repair it follows from; empty where an order does."""
        return self.order_key.removeprefix(AFTER_REPAIR) if self.channel == "repair" else ""

    @property
    def appealable(self) -> bool:
        """Return whether it is decided and time to appeal runs."""
        return self.state == "decided"

    @property
    def withdrawn(self) -> bool:
        """Return whether the buyer took it back."""
        return self.state == "withdrawn"

    @property
    def coming_back(self) -> bool:
        """Return whether the goods are to come back to the merchant."""
        return self.state == "waiting_return"

    @property
    def came_back(self) -> bool:
        """Return whether the goods are back, to be looked at."""
        return self.state == "inspecting"
