"""Run the retention schedule: erase what is older than it may be kept, and write down how much that was."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F

from anxin.core import case_contents, files, imports
from anxin.domain.goods.actions import buyer_links
from anxin.domain.invoices import actions as invoices
from anxin.domain.ledger import actions as ledger
from anxin.domain.network import actions as network
from anxin.domain.notices import actions as notices
from anxin.domain.people.actions import codes, personal_data, sign_in_records
from anxin.domain.publications.models import Erasure
from anxin.domain.publications.queries import terms
from anxin.domain.publications.rules import TERMS
from anxin.domain.repairs.actions import addresses

SCHEDULE: dict[str, Callable[..., int]] = {
    "login_codes": codes.forget,
    "buyer_links": buyer_links.forget,
    "notices": notices.forget,
    "door": sign_in_records.forget,
    "invoices": invoices.forget_old,
    "remittances": ledger.forget_aside,
    "scans": network.forget_scans,
    "imports": imports.forget_old,
}
"""What is erased by itself, in the order it is told; each knows how long it is kept."""
WALKS: dict[str, Callable[..., tuple[int, str]]] = {"places": addresses.forget_left}
"""What is looked through some a night, on from where the last run stopped."""
PIECES: dict[str, Callable[..., files.Weighed]] = {"uploads": files.weigh}
"""What goes some a block, as each looks at many."""
AT_MOST, LOOKED_AT = 2000, 20_000
"""So many cases of a kind end in one run, and so many are looked at; the others a day later."""
SOME = 5
"""So many numbers of what stays for one reason are told."""


def retain(*, what: str, now: datetime) -> Erasure:
    """Erase what is too old of one kind, and write the run down, also where nothing was."""
    if what in SCHEDULE:
        return Erasure.objects.create(what=what, at=now, count=SCHEDULE[what](now=now))
    count, last = WALKS[what](after=_stopped(what, now), now=now)
    return Erasure.objects.create(what=what, at=now, count=count, last=last)


def weigh(*, what: str, run: datetime, now: datetime) -> bool:
    """Erase some of what goes in pieces, and count it with its run; tell whether there was anything to look at."""
    weighed = PIECES[what](now=now)
    Erasure.objects.filter(what=what, at=run).update(count=F("count") + weighed.gone)
    return weighed.looked > 0


def note_cases(*, now: datetime) -> int:
    """Note who is party to a case, and so goes with it: nobody looks for him among persons without one again."""
    return personal_data.note_cases(before=terms.over_before("persons", now=now))


def begin(*, what: str, now: datetime) -> Erasure:
    """Write down that cases of one kind are looked through; each that ends is counted there."""
    if what in TERMS and what not in ("reports", "persons"):
        case_contents.note_emptied(TERMS[what].kind, before=terms.over_before(what, now=now), now=now)
    return Erasure.objects.get_or_create(what=what, at=now, defaults={"count": 0})[0]


def over(*, what: str, now: datetime) -> Iterator[UUID]:
    """Yield what of one kind may have to end, from where the last run stopped."""
    return terms.over(what, now=now, after=_stopped(what, now))


def _stopped(what: str, now: datetime) -> str:
    """Return where the last run stopped; empty where it saw all."""
    before = Erasure.objects.filter(what=what, at__lt=now).order_by("-at").values_list("last", flat=True).first()
    return before or ""


def finish(*, what: str, run: datetime, left: Mapping[str, Sequence[UUID]], last: str, now: datetime) -> None:
    """Write down what a run left and why, with the numbers of some, and where it stopped; empty where it saw all."""
    kept = {why: {"n": len(keys), "some": terms.numbers(what, keys[:SOME])} for why, keys in left.items()}
    Erasure.objects.filter(what=what, at=run).update(kept=kept, last=last)
