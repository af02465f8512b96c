"""Claims from another system as an imported file writes them."""

import re
from datetime import datetime, time

from anxin.core import imports, settings
from anxin.core.imports.earlier_numbers import keys_numbered
from anxin.core.money import format_fen
from anxin.core.tables import Value, Values, day, list_of, text_in
from anxin.core.zone import SHANGHAI
from anxin.domain.claims import rules
from anxin.domain.claims.models import TakenOver
from anxin.domain.claims.queries import claimed_pieces, lookup, takeouts
from anxin.domain.claims.queries.takeouts import SIDES
from anxin.domain.claims.rules import takeovers
from anxin.domain.claims.wording.tables import CELLS, REFUNDED
from anxin.domain.goods.models import Purchase, PurchaseLine
from anxin.domain.goods.queries.purchases import is_from_platform
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.lookup import formerly

ENDS_AT = time(23, 59)
ATTACHED = tuple(SIDES)
FILES_MOST = 30
_LINE = re.compile(r"(\d{1,4})(?:[:x×*](\d{1,4}))?")
_TIME = re.compile(r"(\d{1,2}):(\d\d)(?::\d\d)?$")


def old_number(written: str) -> str:
    """Read the number a claim has elsewhere: as it is found later, in capitals."""
    plain = " ".join(written.upper().split())
    if not 0 < len(plain) <= 64:
        raise ValueError(CELLS["old_number"])
    return plain


def due(written: str) -> str:
    """Read until when something is due: a day is over at its end."""
    plain = written.strip().replace("：", ":").replace("T", " ")
    found = _TIME.search(plain)
    try:
        on = datetime.fromisoformat(str(day(plain))).date()
        at = time(int(found[1]), int(found[2])) if found else ENDS_AT
    except ValueError:
        raise ValueError(CELLS["due"]) from None
    return datetime.combine(on, at).isoformat(timespec="minutes")


def files_named(values: Values) -> list[tuple[str, str, str]]:
    """Return the files a row names, each with its column and its hash."""
    return [
        (column, *imports.hash_of(one)) for column in ATTACHED for one in text_in(values, column).split(", ") if one
    ]


def _line(written: str) -> str:
    found = _LINE.fullmatch(written.replace("：", ":").replace(" ", ""))
    if found is None:
        raise ValueError(CELLS["lines"])
    return found[1] if found[2] is None else f"{found[1]}:{int(found[2])}"


lines = list_of(_line)
"""Read the lines of an order, with their pieces where not all are claimed about."""


def moment(values: Values, name: str) -> datetime | None:
    """Return the moment a row names; None where it names none."""
    written = text_in(values, name)
    return datetime.fromisoformat(written).replace(tzinfo=SHANGHAI) if written else None


def fen_in(values: Values, name: str) -> int:
    """Return the sum a row names; nothing where it names none."""
    found = values.get(name)
    return found if isinstance(found, int) else 0


def order(values: Values) -> Purchase | None:
    """Return the order a row names."""
    rows = Purchase.objects.select_related("seller", "platform", "buyer__place")
    return rows.filter(seller__slug=values["seller"], order_key=values["order"]).first()


def chosen(values: Values, purchase: Purchase) -> list[tuple[PurchaseLine, int]] | None:
    """Return the lines a row names with their pieces, all where it names none; None where the order lacks one."""
    rows = {line.position: line for line in purchase.lines.select_related("product").order_by("position")}
    if not values.get("lines"):
        return [(one, one.quantity) for one in rows.values()]
    found: list[tuple[PurchaseLine, int]] = []
    for written in text_in(values, "lines").split(", "):
        position, _sep, pieces = written.partition(":")
        one = rows.get(int(position))
        if one is None or not 0 < int(pieces or one.quantity) <= one.quantity or any(one == row for row, _ in found):
            return None
        found.append((one, int(pieces or one.quantity)))
    return found


def most_of(purchase: Purchase, found: list[tuple[PurchaseLine, int]]) -> int:
    """Return the most that may go back for some lines."""
    amounts = [(one.amount_fen, pieces, one.quantity) for one, pieces in found]
    whole = len(found) == purchase.lines.count() and all(pieces == one.quantity for one, pieces in found)
    return rules.asked_most(amounts=amounts, freight_fen=purchase.freight_fen, whole_order=whole)


def repair(values: Values) -> Repair | None:
    """Return the repair a row names, by its number here or the one it had."""
    number = text_in(values, "repair").strip().upper()
    rows = Repair.objects.filter(number=number)
    return rows.first() or Repair.objects.filter(pk__in=formerly(number)).first() if number else None


def whole(values: Values) -> Values:
    """Return a row with the state it has here: one that was refunded, and says how much, is closed."""
    refunded = values.get("state") == REFUNDED and fen_in(values, "amount") > 0
    return {**values, "state": "closed"} if refunded else values


def why_not(values: Values) -> dict[str, str]:
    """Return why a row can't be, across its cells, so that a preview says it."""
    values = whole(values)
    if values["state"] == REFUNDED:
        return {"amount": str(CELLS["refunded"])}
    purchase = order(values)
    if purchase is None:
        return {"order": str(CELLS["no_order"])}
    if purchase.buyer is None:
        return {"order": str(CELLS["no_buyer"])}
    found = chosen(values, purchase)
    if not found:
        return {"lines": str(CELLS["no_line"])}
    said = _forum(values) or _state(values) or _sums(values, most_of(purchase, found))
    return said or _gone(values, purchase) or _open(values, found)


def why_not_own(values: Values) -> dict[str, str]:
    """Return why a merchant can't bring a row himself."""
    if text_in(values, "state") not in takeovers.OWN:
        return {"state": str(CELLS["operators"])}
    if values.get("repair"):
        return {"repair": str(CELLS["own_repair"])}
    purchase = order(values)
    there, told = bool(values.get("platform_number")), purchase is None or is_from_platform(purchase)
    if there and not told and not settings.current("claims.own_platform_numbers"):
        return {"platform_number": str(CELLS["no_platform"])}
    return why_not(values)


def _forum(values: Values) -> dict[str, str]:
    state, there = text_in(values, "state"), bool(values.get("platform_number"))
    if there and state not in takeovers.THERE:
        return {"state": str(CELLS["there"])}
    return {"platform_number": str(CELLS["not_there"])} if state == "outcome_taken" and not there else {}


def _state(values: Values) -> dict[str, str]:
    state, remedy = text_in(values, "state"), text_in(values, "remedy")
    there = bool(values.get("platform_number"))
    wanted = () if there and state == "need_evidence" else takeovers.NEEDS.get(state, ())
    lacks = {name: str(CELLS["needed"]) for name in wanted if values.get(name) in (None, "", 0)}
    if remedy == "refuse" and (state == "offer_made" or (state == "executing" and not values.get("goods"))):
        lacks["remedy"] = str(CELLS["refused"])
    if values.get("goods") and (there or state not in takeovers.LYING):
        lacks["goods"] = str(CELLS["goods"])
    if state == "executing" and remedy == "repair":
        lacks |= {} if repair(values) else {"repair": str(CELLS["no_repair"])}
    return lacks


def _sums(values: Values, most_fen: int) -> dict[str, str]:
    state, kind, amount = text_in(values, "state"), text_in(values, "type"), fen_in(values, "amount")
    told = {"most": format_fen(most_fen)}
    for name in ("asked", "amount"):
        if fen_in(values, name) > most_fen:
            return {name: str(CELLS["most"]).format(**told)}
    remedy = takeovers.remedy_of(state=state, remedy=text_in(values, "remedy"))
    if remedy and state != "outcome_taken" and (remedy in rules.MONEY) != (amount > 0):
        return {"amount": str(CELLS["sum" if remedy in rules.MONEY else "no_sum"])}
    gone = fen_in(values, "gone")
    if gone and not (state == "executing" and gone == amount and values.get("goods")):
        return {"gone": str(CELLS["gone_whole"])}
    asked, why = fen_in(values, "asked") or most_fen, text_in(values, "why")
    same = takeovers.agreed(remedy=remedy, amount_fen=amount, type=kind, asked_fen=asked, why=why)
    if state in takeovers.DECIDED and not why and not same:
        return {"why": str(CELLS["otherwise"])}
    return {}


def _gone(values: Values, purchase: Purchase) -> dict[str, str]:
    """Return whether more would have gone back of an order than was paid, but for what this row booked itself."""
    left = lookup.reachable(purchase)
    if gone_fen(values) <= left or imported(values) is not None:
        return {}
    return {"amount": str(CELLS["gone"]).format(left=format_fen(left))}


def gone_fen(values: Values) -> int:
    """Return what a row says has gone back already."""
    sums = {"amount_fen": fen_in(values, "amount"), "gone_fen": fen_in(values, "gone")}
    return takeovers.gone_fen(state=text_in(values, "state"), **sums)


def _open(values: Values, found: list[tuple[PurchaseLine, int]]) -> dict[str, str]:
    """Return what is open about these lines here already, but for the claim that this row brought itself."""
    if values["state"] in takeovers.ENDED:
        return {}
    brought = TakenOver.objects.filter(seller__slug=values["seller"], old_number=values["old_number"]).first()
    free = claimed_pieces.of_order([one for one, _ in found], but=brought.claim if brought else takeouts.own(values))
    full = next((one for one, pieces in found if pieces > free[one.pk].count), None)
    told = {} if full is None else {"line": full.position, "number": free[full.pk].claim}
    return {"lines": str(CELLS["open"]).format(**told)} if told else {}


def known_as(seller: Value, *numbers: str) -> str | None:
    """Return the number of a seller's claim that has one of these numbers, of here or of before; else None."""
    ours = TakenOver.objects.filter(seller__slug=seller)
    found = ours.filter(old_number__in=numbers[1:]).first()
    found = found or ours.filter(claim__in=keys_numbered("claim", *numbers)).first()
    return found.claim.number if found else None


def imported(key: Values) -> Values | None:
    """Return a claim that was taken over as its file wrote it, one of this house as it is written out; else None."""
    found = TakenOver.objects.filter(seller__slug=key["seller"], old_number=key["old_number"]).first()
    return takeouts.written(key) if found is None else takeouts.brought(found)
