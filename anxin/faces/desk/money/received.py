"""Money outside of every provider: what the bank says, which bill it is for, and what a second person looks at."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.core import settings, wording
from anxin.core.actors import Actor
from anxin.core.files import SealedFile
from anxin.core.wording import gap
from anxin.domain.ledger.commands import REMITTANCES, TILL
from anxin.domain.ledger.queries import remittances as queries
from anxin.domain.ledger.queries.payees import accounts_said
from anxin.domain.ledger.queries.remittance_situations import remittance_situation, till_situation
from anxin.domain.ledger.queries.sent_transfers import has_come_back, is_repeat, owed_anew, owed_back
from anxin.domain.ledger.rules.remittances import ACCOUNT, RemittanceSituation, TillSituation
from anxin.domain.ledger.wording import provider_called
from anxin.domain.opening.commands.settings import SETTINGS
from anxin.domain.people import queries as people
from anxin.faces import shared
from anxin.faces.desk.money.pages import STAFF
from anxin.faces.desk.money.told_debts import told
from anxin.faces.ground import downloads, import_pages, imports, staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, finding
from anxin.faces.words import fen

if TYPE_CHECKING:
    from anxin.domain.ledger.models import Remittance
    from anxin.domain.people.models import Organisation

SHOWN, SHOWN_ENDED, FINANCE = 200, 30, "finance"
HINT = gettext_lazy(
    "What your bank gives as Excel or CSV: say once which of its columns is which. Lines that are known stay as they "
    "are; nothing is booked by it. Of what went out, known by its own column or by one that says debit or credit, our "
    "transfers are ticked, and a refund that went out twice is told; all else that went out is left out."
)
SEE = gettext_lazy("See what came")
type RemittanceCase = RowCase[Remittance, RemittanceSituation]
type TillCase = RowCase[Organisation, TillSituation]


_find = finding(queries.remittance, remittance_situation, lambda row: reverse("money:remittance", args=[row.pk]))


def _own_house(_key: str, *, actor: Actor) -> "Organisation":
    return people.organisation_by_key(actor.organisation)


_house = finding(_own_house, till_situation, lambda _row: reverse("money:till"))


def _listed(request: HttpRequest, case: TillCase, shown: Shown, status: int = 200) -> HttpResponse:
    """List what waits for its bill or a second person, and what was ended lately."""
    rows = queries.open_remittances(case.actor, most=SHOWN)
    found = queries.matches(rows, by=case.actor)
    unmatched, proposed = queries.parted(rows)
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "unmatched": [(*_line(one), found.get(one.pk)) for one in unmatched],
        "proposed": [_line(one) for one in proposed],
        "owed": [_line(one) for one in owed_back()[:SHOWN]],
        "ended": [_line(one) for one in queries.ended_remittances(case.actor, most=SHOWN_ENDED)],
        "account": settings.get(ACCOUNT, at=case.now),
        "may_set": SETTINGS.commands["change"].is_for(case.actor),
        "may_bring": TILL.commands["receipt"].is_for(case.actor),
        "buttons": OF_TILL.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/money/received.html", facts, status=status)


def _line(row: "Remittance") -> "tuple[Remittance, str, str, bool]":
    return row, provider_called(row.way), wording.state("remittance", row.state), is_repeat(row)


def _page(request: HttpRequest, case: RemittanceCase, shown: Shown, status: int = 200) -> HttpResponse:
    row = case.row
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "row": row,
        "way": provider_called(row.way),
        "state": wording.state("remittance", row.state),
        "told": told(row.payment),
        "came_back": has_come_back(row),
        "again": is_repeat(row),
        "masked": queries.masked_payer(row),
        "accounts_said": accounts_said(row.payment) if row.payment else (),
        "payer": shown.revealed.get("payer"),
        "match": queries.matches([row], by=case.actor).get(row.pk),
        "due_fen": queries.asks_for(row),
        "why": queries.why_not(row),
        "proposed_by": next(iter(people.account_names([row.proposed_by.partition(":")[2]]).values()), ""),
        "buttons": OF_REMITTANCE.buttons(case),
        "opened": shown.opened,
        "shows_slip": "slip" in OF_REMITTANCE.allowed(case),
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/money/remittance.html", facts, status=status)


def _done(request: HttpRequest, case: TillCase | RemittanceCase, name: str) -> str:
    said = {"receipt": _("Written down; a second person looks at it.")}
    messages.success(request, said.get(name, _("Written down.")))
    return reverse("money:till")


OF_TILL: Runner[TillCase] = Runner(TILL, [Place(name="receipt", lead=True)], find=_house, page=_listed, done=_done)
OF_REMITTANCE: Runner[RemittanceCase] = Runner(
    REMITTANCES,
    [
        Place(name="agreement", lead=True, title=lambda case: _agreed(case), follows=lambda case: _follows(case)),
        Place(name="bill", lead=True, holds=lambda case: _number(case)),
        Place(name="transfer", holds=lambda case: _sent(case)),
        Place(name="same", lead=True),
        Place(name="twice", lead=True),
        Place(name="sent", lead=True),
        Place(name="return"),
        Place(name="rest"),
        Place(name="payer", title=lambda case: _named(case)),
        Place(name="slip"),
        Place(name="refusal"),
        Place(name="apart"),
        Place(name="again"),
    ],
    find=_find,
    page=_page,
    done=_done,
)


def _agreed(case: RemittanceCase) -> str:
    """Name a second person's yes: to money that came, or that went out."""
    if case.situation.returns:
        return _("Agree: it came back")
    return _("Agree: it was sent") if case.situation.back else str(REMITTANCES.commands["agreement"].title)


def _named(case: RemittanceCase) -> str:
    """Name the look at who paid, or who gets it."""
    return _("Show the account") if case.situation.back else str(REMITTANCES.commands["payer"].title)


def _follows(case: RemittanceCase) -> str:
    """Return what follows a second person's yes."""
    if case.situation.returns:
        return _returned(case)
    if not case.situation.back:
        return str(REMITTANCES.commands["agreement"].follows)
    seen = _(
        "You have seen on the account, or on the slip, that {sum} went out. It is booked as given back, and who gets "
        "it is told."
    ).format(sum=fen(case.row.amount_fen))
    return gap().join(filter(None, (told(case.row.payment), seen, _excess(case.row))))


def _excess(row: "Remittance") -> str:
    """Return what becomes of what was sent beyond what is owed still, as its shop gave a part; empty where none is."""
    more = row.amount_fen - row.payment.amount_fen if row.payment else 0
    said = _("{more} of it is more than is owed still: it has gone twice, and is work here once you agree.")
    return said.format(more=fen(more)) if more > 0 else ""


def _returned(case: RemittanceCase) -> str:
    """Return what follows the yes to a transfer of ours that came back: of a refund, how much of it is owed again."""
    refund = case.row.returns.payment if case.situation.refunds and case.row.returns else None
    owed = owed_anew(refund) if refund else 0
    if refund is None:
        then = _("It stands again where it stood before.")
    elif not owed:
        then = _("Nothing of it is owed any more: it had gone back otherwise meanwhile, and the case says so.")
    elif owed < refund.amount_fen:
        then = _("{sum} of it is owed again, the rest had gone back otherwise; who gets it is asked for the account.")
        then = then.format(sum=fen(owed))
    else:
        then = _("The refund is owed again, and who gets it is asked for the account anew.")
    seen = _("You have seen on the account that {sum} came back.").format(sum=fen(case.row.amount_fen))
    return gap().join((seen, then))


def _sent(case: RemittanceCase) -> dict[str, str]:
    """Return the reference of the transfer that came back, to stand in the form."""
    found = queries.matches([case.row], by=case.actor).get(case.row.pk)
    return {"number": found.sent.reference} if found and found.sent else {}


def _number(case: RemittanceCase) -> dict[str, str]:
    """Return the number of the bill that the payer wrote, to stand in the form."""
    found = queries.matches([case.row], by=case.actor).get(case.row.pk)
    return {"number": found.bill.number} if found and found.bill else {}


till, till_command = OF_TILL.pages(STAFF)
remittance, _command = OF_REMITTANCE.pages(STAFF)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(STAFF)
def remittance_command(request: HttpRequest, key: UUID, name: str) -> HttpResponseBase:
    """Do something about a remittance; who paid, and the slip that names him, is shown once, as the answer itself."""
    answer = OF_REMITTANCE.give(request, str(key), name)
    found = getattr(request, "anxin_given", None)
    if name == "payer" and isinstance(found, queries.Payer):
        return _page(request, _find(request, str(key)), Shown(revealed={"payer": found}))
    if name == "slip" and isinstance(found, SealedFile):
        return downloads.file(found, f"{key.hex}.{found.kind.rpartition('/')[2]}", keep=False)
    return answer


def _counter(request: HttpRequest) -> import_pages.Counter:
    """Make the counter where a bank's statement is handed in."""
    return import_pages.Counter(
        table="bank_statement",
        heading=_("Read a bank's statement"),
        hint=str(HINT),
        base="desk/imports/leaf.html",
        tells_slip=True,
        frame=staff.frame(request, face="desk", now=timezone.now()),
        at="money:bank",
        look_url=lambda _batch: reverse("money:till"),
        look=str(SEE),
    )


STATEMENT = imports.addresses("desk/money/received/statement/", "bank", FINANCE, _counter)
