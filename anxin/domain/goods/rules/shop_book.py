"""What a shop gave back of an order by itself: each refund counts once, whoever tells it and in whatever order."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise
from uuid import UUID

from anxin.core.plain_values import is_plain

UNKNOWN = 0
"""In the place of a line: it isn't known of which."""
OWED, GIVEN, DENIED = "owed", "given", "denied"
"""What a claim says of its shop's money: it is to come, it came, or its buyer says that it did not."""
NEVER = datetime.min.replace(tzinfo=UTC)
"""In the place of a time: it pays nothing that is owed."""
type Shares = dict[int, int]
"""What falls on each line, by its position."""
type Pieces = dict[int, int]
"""How many pieces of each line, by its position."""


def plain(reference: str) -> str:
    """Return a refund's number as it is compared: however it is spelt, it is the same refund.

    >>> plain(" tk－8 "), plain("TK8")
    ('TK8', 'TK8')
    """
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", reference)).upper() or reference.strip()


def spelt(reference: str) -> str:
    """Return a refund's number as it may stand in the clear, the same one as it is compared where it can be.

    A number that looks like a phone is parted, gaps are dashes; of other signs a hash stands for it.

    >>> spelt("TK-8"), spelt("13812345678"), spelt("TK 8"), spelt("退款")
    ('TK-8', '1381-2345678', 'TK-8', 'f1c91e1d')
    """
    told = unicodedata.normalize("NFKC", reference).strip()[:64]
    told = told if is_plain(told) else re.sub(r"(?<!\d)(\d{4})(\d{7})(?!\d)", r"\1-\2", re.sub(r"\s+", "-", told))
    return told if told and is_plain(told) else hashlib.sha256(reference.encode()).hexdigest()[:8]


@dataclass(frozen=True, kw_only=True)
class ToldRefund:
    """A refund by its number, since when the largest sum was told of it, and how much the shop's list proved of it.

    `typed_on`: the claim it was typed on; `pieces`: what that claim's pieces of each line cost.
    """

    number: str
    positions: Sequence[int]
    fen: int
    told_at: datetime | None = None
    proven_fen: int = 0
    proven_at: datetime | None = None
    typed_on: UUID | None = None
    pieces: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ToldTotal:
    """What a file of the shop's said at a time that went back of a line in all."""

    position: int
    fen: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ShopMoney:
    """What a claim counts of what its shop gave, is to give, or did not give as its buyer says.

    `at`: when it began to be owed; None where the shop may have given it whenever. `through`: the shop gives it, so its
    files count it, too; `takes`: other refunds of these lines may be parts of it, but for those that were typed on
    another claim; `anew`: it was sent in its place.
    """

    key: str
    state: str
    positions: Sequence[int]
    fen: int
    numbers: frozenset[str] = frozenset()
    at: datetime | None = None
    through: bool = True
    takes: bool = False
    anew: bool = False
    claim: UUID | None = None


@dataclass(kw_only=True)
class Counted:
    """What counts beside the claims, by line: in all and as it is proven; and what became of each refund.

    `parts`: which refunds pay what is owed, and how much of it; `rest`: what of a refund no claim counts; `room`: what
    can still be proven of each line; `over_fen`: what was told of refunds beyond the price, which is of no line;
    `twice_fen`: that, and what came though it was sent anew;
    `sent_too`: how much of that came in the place of which sum that was sent; `same`: which number that was only typed
    is the refund that the list tells by which other one; `filed`: how much of what is owed files tell of already;
    `claimed`: how much of each refund claims count; `filed_alone_fen`: what files tell of beside every refund;
    `own`: what is of the pieces of each claim, as it was typed on that.
    """

    gone: Shares
    proven: Shares
    unnamed_fen: int = 0
    parts: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    rest: dict[str, int] = field(default_factory=dict)
    room: Shares = field(default_factory=dict)
    over_fen: int = 0
    twice_fen: int = 0
    sent_too: dict[str, int] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    filed: dict[str, int] = field(default_factory=dict)
    claimed: dict[str, int] = field(default_factory=dict)
    filed_alone_fen: int = 0
    own: dict[UUID | None, Shares] = field(default_factory=dict)


class _Share:
    """A refund as it falls on its lines, less what claims count of it; `own`: on the pieces of its claim."""

    def __init__(self, told: ToldRefund, falls: Shares, own: Shares) -> None:
        self.told, self.falls, self.own, self.denied = told, falls, own, False

    @property
    def fen(self) -> int:
        return sum(self.falls.values())

    def take(self, fen: int, positions: Iterable[int]) -> int:
        """Take away as much of a sum as is here, of these lines first; return how much it was."""
        wanted = fen
        for one in (*positions, *self.falls):
            less = min(self.falls.get(one, 0), fen)
            if less:
                self.falls[one] -= less
                fen -= less
        return wanted - fen

    def may_pay(self, money: ShopMoney) -> bool:
        """Return whether this may be what a claim is owed: told and proven since, of its lines, typed on no other.

        What is of no known line may be, where it is no more than is owed: else somebody says first for which it is.
        What its buyer denied is owed anew after it was told: it is proven to have come.
        """
        if self.told.typed_on not in (None, money.claim):
            return False
        told, proven = self.told.told_at, self.told.proven_at
        first = proven if self.denied or told is None else told
        since = proven is not None and first is not None and (money.at is None or first >= money.at)
        if not self.told.positions:
            return since and self.told.fen <= money.fen
        return since and _meets(self.told.positions, money.positions)

    def proven(self) -> Shares:
        """Return how much of what is left is proven, by line."""
        left, found = self.told.proven_fen, {}
        for one, fen in self.falls.items():
            found[one] = min(fen, left)
            left -= found[one]
        return found


def count(
    *,
    prices: Mapping[int, int],
    freight_fen: int,
    told: Iterable[ToldRefund],
    totals: Sequence[ToldTotal] = (),
    money: Iterable[ShopMoney] = (),
) -> Counted:
    """Return what counts of an order's book beside its claims, and what of it pays what a claim is owed."""
    claimed = sorted(money, key=lambda one: (one.state == DENIED, one.at is not None, str(one.at), one.key))
    same = _same(known := [*told], claimed)
    claimed = [replace(one, numbers=frozenset(same.get(each, each) for each in one.numbers)) for one in claimed]
    stand = {*same.values()}
    left = [_standing(one, known, same) if one.number in stand else one for one in known if one.number not in same]
    ordered = sorted(left, key=lambda one: (not one.positions, len(one.positions), one.number))
    shares, room, over = _fallen(ordered, prices, freight_fen, totals)
    denied = {number for one in claimed if one.state == DENIED for number in one.numbers}
    for share in shares:
        share.denied = share.told.number in denied
    result = Counted(gone={}, proven=dict.fromkeys(prices, 0), room=room, over_fen=over, twice_fen=over, same=same)
    result.rest = dict.fromkeys(same, 0)
    result.claimed = _untold(claimed, {one.number for one in known})
    owed = {one.key: one.fen - _by_number(one, shares, result) for one in claimed if one.state != DENIED}
    for one in claimed:
        if one.takes and one.state != DENIED and _may_take(one, shares):
            _pay(one, owed[one.key], [each for each in shares if each.may_pay(one)], result)
    for one in claimed:
        if one.state == DENIED:
            result.twice_fen += _denied(one, shares)
    result.sent_too = _sent_too([one for one in claimed if one.state == GIVEN and one.anew], shares)
    result.twice_fen += sum(result.sent_too.values())
    for share in shares:
        result.rest[share.told.number] = share.fen
        for position, fen in share.proven().items():
            result.proven[position] = result.proven.get(position, 0) + fen
        own = result.own.setdefault(share.told.typed_on, {})
        for position, fen in share.own.items():
            own[position] = own.get(position, 0) + min(fen, share.falls[position])
    beside = {one: sum(share.falls.get(one, 0) for share in shares) for one in (*prices, UNKNOWN)}
    result.unnamed_fen = beside.pop(UNKNOWN)
    result.gone = _at_least(beside, totals, [one for one in claimed if one.through], result.filed)
    result.filed_alone_fen = sum(result.gone.values()) - sum(beside.values())
    result.proven.pop(UNKNOWN, None)
    return result


def _same(told: Sequence[ToldRefund], money: Sequence[ShopMoney]) -> dict[str, str]:
    """Return by which number the list tells each refund of which the number was only typed: one sum, the same lines.

    What a claim is said to have been paid by is typed, too, and the list tells it since that was owed. Each that the
    list tells is one of them at most; once it tells the number that was typed as well, both are refunds.
    """
    counted = {number for one in money for number in one.numbers}
    free = sorted((one for one in told if one.proven_fen and one.number not in counted), key=_age)
    said = {number: one for one in money if one.takes and one.state == GIVEN for number in one.numbers}
    typed = {one.number: one for one in told}
    for number, paid in said.items():
        typed.setdefault(number, ToldRefund(number=number, positions=paid.positions, fen=paid.fen, told_at=paid.at))
    found = dict[str, str]()
    for one in sorted((one for one in typed.values() if not one.proven_fen), key=_age):
        since = said[one.number].at if one.number in said else None
        fits = (each for each in free if each.fen == one.fen and (since is None or _age(each)[0] >= since))
        listed = next((each for each in fits if _meets(each.positions, one.positions)), None)
        if listed is not None:
            found[one.number] = listed.number
            free.remove(listed)
    return found


def _untold(money: Iterable[ShopMoney], told: Collection[str]) -> dict[str, int]:
    """Return what claims count by numbers of which the book tells nothing."""
    return {one: each.fen for each in money if each.state == GIVEN for one in each.numbers if one not in told}


def _standing(listed: ToldRefund, told: Iterable[ToldRefund], same: Mapping[str, str]) -> ToldRefund:
    """Return a refund of the list as it stands for what was only typed: of the pieces of the claim it was typed on."""
    typed = next((one for one in told if same.get(one.number) == listed.number), listed)
    return replace(listed, told_at=NEVER, typed_on=typed.typed_on, pieces=typed.pieces)


def _age(one: ToldRefund) -> tuple[datetime, str]:
    return one.told_at or NEVER, one.number


def _meets(some: Collection[int], others: Collection[int]) -> bool:
    """Return whether one line is among both, or neither names any: of which one is told is said by somebody first."""
    return bool({*some} & {*others}) or (not some and not others)


def _fallen(
    told: Iterable[ToldRefund], prices: Mapping[int, int], freight: int, totals: Sequence[ToldTotal]
) -> tuple[list[_Share], Shares, int]:
    """Return how refunds fall on their lines, and what was beyond all.

    One that was typed on a claim falls on its pieces, by what is left of their price, and only beyond that as others.
    Each falls first as the shop's files split it, then on its lines up to their prices, then on the freight.
    """
    room, found, over, pieces = dict(prices), [], 0, dict[UUID | None, Shares]()
    filed = {one.position: one.fen for one in sorted(totals, key=lambda one: one.fen)}
    for one in told:
        falls, rest = ({} if one.positions else {UNKNOWN: one.fen}), one.fen if one.positions else 0
        theirs = pieces.setdefault(one.typed_on, dict(one.pieces))
        own = _on_pieces(rest, [each for each in one.positions if each in theirs], theirs, room, filed)
        falls.update({position: own.get(position, 0) for position in one.positions})
        rest -= sum(own.values())
        for most in (filed, room):
            for position in one.positions:
                part = max(min(rest, most.get(position, 0), room.get(position, 0)), 0)
                falls[position] += part
                for left in (filed, room):
                    left[position] = left.get(position, 0) - part
                rest -= part
        if rest:
            extra = min(rest, freight)
            falls[one.positions[-1]] += extra
            freight, over = freight - extra, over + rest - extra
        found.append(_Share(one, falls, own))
    return found, {position: fen + freight for position, fen in room.items()}, over


def _on_pieces(fen: int, positions: Sequence[int], pieces: Shares, room: Shares, filed: Shares) -> Shares:
    """Let a refund fall on the pieces of a claim, first as files split it; take it from what is left of each."""
    falls = dict.fromkeys(positions, 0)
    for most in (filed, room):
        rooms = [max(min(pieces[one], room.get(one, 0), most.get(one, 0)), 0) for one in positions]
        parts = spread(min(fen - sum(falls.values()), sum(rooms)), rooms)
        for position, part in zip(falls, parts, strict=True):
            falls[position] += part
            for left in (pieces, room, filed):
                left[position] = left.get(position, 0) - part
    return falls


def share(amount_fen: int, *, pieces: int, of: int) -> int:
    """Return what some pieces of a line cost, to the fen below."""
    return amount_fen * pieces // of if of else 0


def spread(fen: int, rooms: Sequence[int]) -> list[int]:
    """Return what of a sum falls on each of some rooms, by how large each is, to the fen.

    >>> [spread(100, [100, 200]), spread(130, [30, 100]), spread(5, [0, 0])]
    [[33, 67], [30, 100], [0, 0]]
    """
    whole = sum(rooms)
    cuts = [fen * sum(rooms[:count]) // whole if whole else 0 for count in range(len(rooms) + 1)]
    return [after - before for before, after in pairwise(cuts)]


def _by_number(money: ShopMoney, shares: Iterable[_Share], result: Counted) -> int:
    """Let a claim count the refunds of its number; return how much they are."""
    same, before = [one for one in shares if one.told.number in money.numbers], money.fen
    return _pay(money, before, same, result)


def _pay(money: ShopMoney, fen: int, shares: Iterable[_Share], result: Counted) -> int:
    took = 0
    for one in shares:
        part = one.take(fen - took, money.positions)
        took += part
        result.claimed[one.told.number] = result.claimed.get(one.told.number, 0) + part
        if part and money.state == OWED:
            result.parts.setdefault(money.key, []).append((one.told.number, part))
    return took


def _may_take(money: ShopMoney, shares: Iterable[_Share]) -> bool:
    """Return whether other refunds may be parts of what a claim counts: it is owed, or its number was for less."""
    return money.state == OWED or any(one.told.number in money.numbers and one.told.proven_fen for one in shares)


def _denied(money: ShopMoney, shares: Iterable[_Share]) -> int:
    """Count no refund whose buyer denies it but as its list tells it; return what came, and was sent anew."""
    came = 0
    for one in shares:
        if one.told.number in money.numbers:
            one.take(max(one.fen - one.told.proven_fen, 0), money.positions)
            came += one.fen
    return min(came, money.fen) if money.anew else 0


def _sent_too(sent: Iterable[ShopMoney], shares: Iterable[_Share]) -> dict[str, int]:
    """Return how much came of a shop though it was sent in its place: no claim counts what the shop proves since."""
    left, twice = {one.told.number: sum(one.proven().values()) for one in shares}, dict[str, int]()
    for money in sent:
        fen = money.fen
        for one in shares:
            part = min(left[one.told.number], fen) if one.may_pay(money) else 0
            left[one.told.number], fen = left[one.told.number] - part, fen - part
        twice[money.key] = money.fen - fen
    return twice


def _at_least(beside: Shares, totals: Sequence[ToldTotal], money: Sequence[ShopMoney], filed: dict[str, int]) -> Shares:
    """Return what went of each line beside the claims: its refunds, or what its files say, less what claims count."""
    found, pool = dict(beside), {one.key: one.fen for one in money}
    for position in sorted(beside):
        last = 0
        for total in (one for one in totals if one.position == position):
            known = sum(pool[one.key] for one in money if _is_in(one, total))
            found[position] = max(found[position], total.fen - known)
            last = max(last, total.fen)
        used = last - found[position]
        for one in money:
            if position in one.positions and used > 0:
                less = min(pool[one.key], used)
                pool[one.key], used = pool[one.key] - less, used - less
                filed[one.key] = filed.get(one.key, 0) + (less if one.state == OWED else 0)
    return found


def _is_in(money: ShopMoney, total: ToldTotal) -> bool:
    return total.position in money.positions and (money.at is None or money.at <= total.at)
