"""What is decided about evidence: labels, which files are examined, who may open an original."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil, comb

SIDES = {"buyer": "B", "merchant": "S", "desk": "D", "expert": "E"}
PACKED = ("packing", "weight")
PACKERS = ("merchant_owner", "merchant_agent", "packer")
DECLARATIONS = ("none", "edited", "generated", "unsure")
UNEDITED = "unedited"
"""How a dossier says `none`: that nothing was edited, not that nothing was said."""
EXAMINED = ("image/", "video/")
ATTENTION = ("none", "low", "medium", "high")
FRAMES = ("overview", "closeup", "action", "paper")
GUIDED = FRAMES[:3]
SHOWS = {"overview": "whole", "closeup": "detail", "action": "second_angle", "paper": "second_angle"}
ANSWERS = ("yes", "no", "cannot_tell")
# What a code on paper is asked about: it comes through any page, so nothing of how a page took it.
ON_PAPER = ("single_use", "order", "time", "bytes", "frames_differ", "dates", "paper_code")
ONLY_TOLD = ("hash_before_bytes", "pace")
WHY_NOT = ("unreadable", "lost", "tampered", "gone", "timed_out", "no_engine", "by_hand")


SAME_SHOT = ("same_shot", "warped_same_shot")
"""The classes of a picture that is another's shot; `redrawn` has only its layout."""
SAYS_MADE = ("generated", "possibly", "suspected")
"""What a label in a file may say of a machine that made the picture."""


def sees_reports(side: str) -> bool:
    """Return whether a side reads what an examination measured, heat maps too: who decides or inspects."""
    return side in ("desk", "auditor")


def may_open(side: str, *, of: str) -> bool:
    """Return whether a side may open an original as it was received: its own, and who decides or inspects every one."""
    return side == of or sees_reports(side)


def is_sellers_film(side: str, media: str) -> bool:
    """Return whether it is a seller's video: the buyer gets no copy of it, so he reads who opened it."""
    return side == "merchant" and media.startswith("video/")


def shows_packing(side: str, role: str) -> bool:
    """Return whether it tells how a seller packed what he sent."""
    return side == "merchant" and role in PACKED


def shown_side(side: str, role: str) -> str:
    """Return whose a picture is shown as: a technician's who looked at the goods, also of one kept as the desk's."""
    return "expert" if role == "inspection" else side


def label_of(side: str, number: int) -> str:
    """Return the label of the next picture of a side: B1, S2, D1; E1 is of a technician who looked at the goods."""
    return f"{SIDES[side]}{number}"


def is_examined(media: str) -> bool:
    """Return whether a file of this kind is examined: pictures and videos are."""
    return media.startswith(EXAMINED)


def is_open(*, state: str, expires_at: datetime, now: datetime) -> bool:
    """Return whether what was asked for can still be handed in."""
    return state == "sent" and now < expires_at


def frame_of(kind: str, role: str) -> str:
    """Return which of the pictures asked for this is: on paper there is one kind, behind a link the guided three."""
    return "paper" if kind == "paper" else {shows: one for one, shows in SHOWS.items() if one in GUIDED}.get(role, "")


def missing(kind: str, roles: Iterable[str]) -> tuple[str, ...]:
    """Return which of the pictures asked for are not among these."""
    there = set(roles)
    return tuple(one for one in (GUIDED if kind == "link" else ("paper",)) if one not in there)


def is_asked(check: str, *, kind: str) -> bool:
    """Return whether a question of the engine was put at all, so that nobody is told no to what he wasn't asked."""
    return kind == "link" or check in ON_PAPER


def answered(check: str, answer: str, *, all_told: bool) -> str:
    """Return the answer that may honestly be said: without hashes told beforehand, their order can't be known."""
    return "cannot_tell" if check in ONLY_TOLD and not all_told else answer


def highest(bands: list[str]) -> str:
    """Return the highest attention of several; nothing examined means none."""
    return max(bands, key=ATTENTION.index, default="none")


@dataclass(frozen=True, kw_only=True)
class Rate:
    """So many of so many, as once measured."""

    held: int
    total: int

    @property
    def bound(self) -> float:
        """The upper end of the exact two-sided 95 % interval (Clopper and Pearson), in percent, rounded up."""
        if self.held >= self.total:
            return 100.0
        low, high = self.held / self.total, 1.0
        while high - low > 1e-6:
            middle = (low + high) / 2
            low, high = (middle, high) if _at_most(self.held, self.total, middle) > TAIL else (low, middle)
        return ceil(high * 1000 - 1e-3) / 10


TAIL = 0.025


def _at_most(held: int, total: int, share: float) -> float:
    """Return the chance of at most so many among a total, each with this share."""
    return sum(comb(total, n) * share**n * (1 - share) ** (total - n) for n in range(held + 1))


@dataclass(frozen=True, kw_only=True)
class SaleSituation:
    """An order before somebody at a packing table: his house's `own` sale, or another's."""

    own: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: an order walks none."""
        return {}


def is_own_sale(case: SaleSituation) -> bool:
    """Return whether it is the house's own to pack."""
    return case.own


def told_declaration(code: str) -> str:
    """Return what was declared as a dossier says it; empty where nothing was."""
    return UNEDITED if code == "none" else code
