"""To which account money goes back by hand: asked of who gets it, once he proved his phone, for repair and claim."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.domain.claims import queries as claims
from anxin.domain.claims.queries.refused_refunds import claim_of_payment
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.commands import REFUNDS
from anxin.domain.ledger.queries.payees import payee_situation
from anxin.domain.ledger.rules.payees import PayeeSituation
from anxin.domain.repairs import queries as repairs
from anxin.faces import shared
from anxin.faces.customer.progress import CUSTOMER
from anxin.faces.ground import command_pages
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case
from anxin.faces.words import fen

if TYPE_CHECKING:
    from anxin.domain.ledger.models import Payment

type RefundCase = RowCase[Payment, PayeeSituation]


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def account(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask for the account, and take it; whom a link brought proves his phone first."""
    return _given(request, key, "account")


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def missing(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take the word that a refund has not arrived, of who proved his phone."""
    return _given(request, key, "missing")


def _given(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    if not shared.is_coded(request):
        at = reverse(f"customer:refund_{name}", args=[key])
        return HttpResponseRedirect(reverse("sign_in:phone", query={"next": at}))
    return RUNNER.give(request, str(key), name)


def _find(request: HttpRequest, key: str) -> RefundCase:
    """Find a refund of his own claim or repair, with the case's page as its address."""
    row = ledger.payment(key)
    return row_case(request, row, url=_case_url(request, row), read=payee_situation)


def _case_url(request: HttpRequest, row: "Payment") -> str:
    actor, now = shared.actor_of(request), timezone.now()
    claim = claim_of_payment(row)
    if claim is not None:
        return reverse("buyer:claim", args=[claims.claim(claim.number, actor=actor, now=now).number])
    if row.bill.stream_kind != "repair":
        raise ledger.NoSuchBill({"payment": str(row.pk)})
    number = repairs.repair_by_key(str(row.bill.stream_key)).number
    return reverse("customer:repair", args=[repairs.repair(number, actor=actor, now=now).number])


def _page(request: HttpRequest, case: RefundCase, shown: Shown, status: int = 200) -> HttpResponse:
    if shown.opened is None:
        messages.warning(request, shown.slip)
        return HttpResponseRedirect(case.url)
    number = case.url.rstrip("/").rpartition("/")[2]
    return command_pages.page(request, shown, number=number, back=case.url, status=status, drafts=False)


def _done(request: HttpRequest, case: RefundCase, name: str) -> str:
    said = {"missing": _("Written down; finance looks and answers here.")}
    messages.success(request, said.get(name, _("Written down; finance sends it there.")))
    return case.url


def _where(case: RefundCase) -> str:
    """Ask where a sum goes, and say of which case it is."""
    number = case.url.rstrip("/").rpartition("/")[2]
    return _("To which account shall {sum} of {number} go?").format(sum=fen(case.row.amount_fen), number=number)


def _missed(case: RefundCase) -> str:
    """Say which sum has not arrived."""
    return _("{sum} has not arrived").format(sum=fen(case.row.amount_fen))


RUNNER: Runner[RefundCase] = Runner(
    REFUNDS,
    [
        Place(name="account", title=_where, submit=gettext_lazy("Send it to this account")),
        Place(name="missing", title=_missed, submit=gettext_lazy("Tell finance")),
    ],
    find=_find,
    page=_page,
    done=_done,
    apart=True,
)
