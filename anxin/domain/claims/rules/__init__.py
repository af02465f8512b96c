"""What is decided about claims: what may be asked, what is needed, who decides, what stands before a decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from anxin.domain.claims.choices import CHANGED_MIND, DECLARED
from anxin.domain.claims.rules.outcomes import DENIED as DENIED
from anxin.domain.claims.rules.outcomes import PLATFORMS as PLATFORMS
from anxin.domain.claims.rules.outcomes import SAID as SAID
from anxin.domain.claims.rules.outcomes import SAYS as SAYS
from anxin.domain.claims.rules.outcomes import SHOP as SHOP
from anxin.domain.claims.rules.outcomes import is_final as is_final
from anxin.domain.claims.rules.outcomes import is_proven as is_proven
from anxin.domain.claims.rules.outcomes import outcome_of as outcome_of
from anxin.domain.claims.rules.outcomes import word_of as word_of
from anxin.domain.claims.states import DECIDES, SELLER, TAKES, WORKS
from anxin.domain.evidence.rules import ATTENTION

TYPES = ("refund_only", "return", "exchange", "repair")
OFFERS = ("refund_only", "refund_part", "return", "exchange", "repair")
REMEDIES = (*OFFERS, "refuse")
MONEY = ("refund_only", "refund_part", "return")
BACK = frozenset({"refund_only", "return"})
"""Kinds of claims that ask for money back."""
"""So many characters a buyer tells of what happened, wherever he files."""
LIABLE = ("merchant", "platform", "carrier", "insurer", "buyer", "nobody")
HEARINGS = ("contest", "agree", "offer", "timeout", "standing")
GRANTS = {"refund_only": "refund_only", "return": "return", "exchange": "exchange", "repair": "repair"}
AGREED = "agreed by click"
ASKED_AGAIN = timedelta(days=1)
"""So long after he was asked a buyer can be asked again."""
NOT_THEIRS_EITHER = ("already_back", "nothing_said", "goods_first", "nobody_repairs_it")
"""What can't be asked for before a platform either; else its rules say what may be, and it has taken the claim."""
THERE = ("merchant_answer", "review", "need_evidence")
"""Where a claim that was answered before a platform waits for its outcome; the last two only from earlier versions."""
OUTSIDE_REMEDIES = {
    "buyer": ("hotline_12315", "court"),
    "merchant": ("platform_omission", "police", "court", "arbitration", "ai_provider"),
    "desk": ("hotline_12315", "police", "platform_omission", "ai_provider"),
}


BRINGS = {
    "buyer": ("buyer",),
    "merchant": ("merchant",),
    "desk": ("desk", "buyer"),
    "platform": ("buyer",),
}


def brings_for(side: str) -> tuple[str, ...]:
    """Return the sides somebody may hand evidence in for, his own first: nobody does so for the merchant but he."""
    return BRINGS.get(side, ())


@dataclass(frozen=True, kw_only=True)
class TypeAllowed:
    """One kind of claim, whether it may be asked for, and why or why not."""

    type: str
    allowed: bool
    why: str


def types_for(reason: str, *, returnable: bool, return_why: str, repairable: bool) -> tuple[TypeAllowed, ...]:
    """Return what may be asked for with a reason, and why the rest may not."""
    known, found = DECLARED.get(reason), []
    for one in TYPES:
        if reason == CHANGED_MIND and one == "return":
            found.append(TypeAllowed(type=one, allowed=returnable, why=return_why))
        elif known is None or one not in known.asks:
            why = "goods_are_whole" if one == "refund_only" and known and known.kept else "not_for_this_reason"
            found.append(TypeAllowed(type=one, allowed=False, why=why))
        elif one == "repair" and not repairable:
            found.append(TypeAllowed(type=one, allowed=False, why="nobody_repairs_it"))
        else:
            found.append(TypeAllowed(type=one, allowed=True, why="merchant_is_heard"))
    return tuple(found)


def without_money(types: tuple[TypeAllowed, ...], *, why: str = "already_back") -> tuple[TypeAllowed, ...]:
    """Close the ways that give money back where all of it has gone back already, or nobody only says so."""
    closed = {one: TypeAllowed(type=one, allowed=False, why=why) for one in BACK}
    return tuple(closed.get(one.type, one) if one.allowed else one for one in types)


def without_goods(types: tuple[TypeAllowed, ...], *, why: str) -> tuple[TypeAllowed, ...]:
    """Close what needs goods that their buyer sent away; open their money, where only the goods stood against it."""
    away = [TypeAllowed(type=one.type, allowed=False, why=why) for one in types]
    money = [TypeAllowed(type=one.type, allowed=True, why="merchant_is_heard") for one in types]
    return tuple(
        opened if one.why == "goods_are_whole" else closed if one.allowed and one.type != "refund_only" else one
        for one, closed, opened in zip(types, away, money, strict=True)
    )


def asks_money(type: str) -> bool:
    """Return whether a kind of claim asks for money back: then it names a sum."""
    return type in BACK


def needed(reason: str) -> tuple[str, ...]:
    """Return which pictures help; without them the claim is still decided."""
    return DECLARED[reason].needs if reason in DECLARED else ()


def granted(type: str, *, came_back: bool) -> str:
    """Return the remedy a yes grants: what was asked for; goods that came back already are not asked back again."""
    return "refund_only" if type == "return" and came_back else GRANTS[type]


def statutory(*, type: str, reason: str, returnable: bool) -> bool:
    """Return whether this is the return without a reason that the law gives: it opens at once."""
    return type == "return" and reason == CHANGED_MIND and returnable


def asked_most(*, amounts: Iterable[tuple[int, int, int]], freight_fen: int, whole_order: bool) -> int:
    """Return the most that may be asked back: each line's share for its pieces; freight with the whole order."""
    total = sum(amount * quantity // bought for amount, quantity, bought in amounts)
    return total + (freight_fen if whole_order else 0)


def agreed_at(*, kind: str, at: datetime, accepted_at: datetime | None) -> datetime | None:
    """Return since when an answer is the merchant's yes, or an accepted offer of his; None where it is neither."""
    if kind == "offer":
        return accepted_at
    return at if kind in ("agree", "standing") else None


def why_not_at_once(*, state: str, agreed: bool, attention: str, unexamined: bool) -> str:
    """Return why a merchant can't agree to a claim among many: `answered` or `look_first`; empty where he can."""
    if state != "merchant_answer" or agreed:
        return "answered"
    return "look_first" if unexamined or ATTENTION.index(attention) > ATTENTION.index("low") else ""


@dataclass(frozen=True, kw_only=True)
class AdvanceTerms:
    """What a merchant agreed to beforehand."""

    reasons: tuple[str, ...]
    types: tuple[str, ...]
    most_fen: int
    attention_most: str


def advance_answer_covers(given: AdvanceTerms, *, reason: str, type: str, asked_fen: int, attention: str) -> bool:
    """Return whether an advance answer agrees to a claim; where it doesn't, the merchant himself is heard."""
    fits = reason in given.reasons and type in given.types and asked_fen <= given.most_fen
    return fits and ATTENTION.index(attention) <= ATTENTION.index(given.attention_most)


@dataclass(frozen=True, kw_only=True)
class Losses:
    """What one outcome costs a merchant."""

    remedy: str
    goods_fen: int
    freight_fen: int
    margin_fen: int

    @property
    def total_fen(self) -> int:
        """Return the sum."""
        return self.goods_fen + self.freight_fen + self.margin_fen


def losses(*, asked_fen: int, cost_fen: int, freight_fen: int, part_fen: int = 0) -> tuple[Losses, ...]:
    """Return what each outcome costs, by the sum that is claimed: goods gone, freight, margin."""
    goods = min(cost_fen, asked_fen)
    freight = min(freight_fen, asked_fen - goods)
    rows = [
        Losses(remedy="refund_only", goods_fen=goods, freight_fen=freight, margin_fen=asked_fen - goods - freight),
        Losses(
            remedy="return",
            goods_fen=0,
            freight_fen=2 * freight_fen,
            margin_fen=max(asked_fen - cost_fen - freight_fen, 0),
        ),
        Losses(remedy="exchange", goods_fen=cost_fen, freight_fen=2 * freight_fen, margin_fen=0),
    ]
    if part_fen:
        rows.append(Losses(remedy="refund_part", goods_fen=0, freight_fen=0, margin_fen=part_fen))
    return tuple(rows)


def waits_for_answer(asked_at: datetime | None, *, now: datetime) -> bool:
    """Return whether a buyer was asked so lately that he is not asked again."""
    return asked_at is not None and now < asked_at + ASKED_AGAIN


def may_still_correct(at: datetime, *, days: int, now: datetime) -> bool:
    """Return whether a platform's decision that was entered then can be put right now."""
    return now <= at + timedelta(days=days)


def outside_remedies(side: str) -> tuple[str, ...]:
    """Return the outside doors open to a side; nobody is shown another's."""
    return OUTSIDE_REMEDIES.get(side, ())


def nowhere(address: str) -> dict[str, bool]:
    """Return the facts of a return to which the buyer knows no address yet."""
    return {} if address else {"nowhere": True}


# Fixed words of an answer, and the evidence that each of them names.
FIXED_WORDS = {"packed": "merchant.packing", "look": "buyer", "back": "", "other": "merchant.listing"}


def fixed_words(*, sealed: frozenset[str], pictured: bool) -> tuple[str, ...]:
    """Return the fixed words that are true here: packing and listing pictures sealed before, the buyer's picture."""
    there = sealed | ({"buyer"} if pictured else set())
    return tuple(one for one, named in FIXED_WORDS.items() if not named or named in there)


# Who takes a dossier along, on a page and by program alike; reading the case is not enough.
TAKERS = frozenset(f"{TAKES} auditor {SELLER}".split())


def takes_dossiers(roles: frozenset[str]) -> bool:
    """Return whether somebody in these roles may take a dossier along."""
    return not roles.isdisjoint(TAKERS)


def works_on(roles: frozenset[str]) -> bool:
    """Return whether somebody in these roles does something with claims at the desk."""
    return not roles.isdisjoint(WORKS.split())


def decides(roles: frozenset[str]) -> bool:
    """Return whether somebody in these roles decides claims at all."""
    return DECIDES in roles


def takes_lists(roles: frozenset[str]) -> bool:
    """Return whether somebody in these roles takes the desk's list of claims along."""
    return not roles.isdisjoint(TAKES.split())


def opens_cases(roles: frozenset[str]) -> bool:
    """Return whether somebody of the operator in these roles opens its cases to an authority."""
    return not roles.isdisjoint(TAKES.split())
