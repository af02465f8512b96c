"""Orders and claims from a table file, into the merchant's own house and no other."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.domain.goods import queries as goods
from anxin.domain.people import queries as people
from anxin.domain.people.queries.imports import batches, own_batches
from anxin.faces import shared
from anxin.faces.ground import imports as ground_imports
from anxin.faces.merchant.frame import CLAIMS, frame


def _counter(request: HttpRequest) -> ground_imports.Counter:
    actor = shared.actor_of(request)
    return ground_imports.Counter(
        table="purchases",
        heading=_("Import orders"),
        hint=_(
            "Without a column for the line the rows of an order are counted; without one for the quantity each is "
            "one piece. "
            "Whose orders they are is never read from the file: they are yours."
        ),
        base="merchant/leaf.html",
        frame=frame(request, now=timezone.now()),
        start_url=reverse("merchant:imports"),
        check_url=reverse("merchant:check"),
        undo_url=lambda batch: reverse("merchant:undoing", args=[batch]),
        batches=goods.batches(actor),
        owner=actor.organisation,
        template_url=reverse("merchant:template"),
        look_url=lambda batch: f"{reverse('merchant:purchases')}?import={batch}",
        look=_("See these orders"),
        fixed={"seller": people.organisation_by_key(actor.organisation).slug},
    )


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CLAIMS)
def imports(request: HttpRequest) -> HttpResponse:
    """Take a file in, and show which files came before."""
    return ground_imports.take(request, _counter(request))


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CLAIMS)
def check(request: HttpRequest) -> HttpResponse:
    """Choose the columns, see what would happen, and do it."""
    return ground_imports.check(request, _counter(request))


@never_cache
@require_safe
@shared.for_roles(CLAIMS)
def template(request: HttpRequest) -> HttpResponse:
    """Return an empty file of orders to fill in."""
    return ground_imports.template(_counter(request))


@never_cache
@require_POST
@shared.for_roles(CLAIMS)
def undoing(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a file's orders back exactly; refused as a whole where any was changed since."""
    return ground_imports.undo(request, _counter(request), goods.batch(key, actor=shared.actor_of(request)))


def _claims(request: HttpRequest) -> ground_imports.Counter:
    actor = shared.actor_of(request)
    return ground_imports.Counter(
        table="own_claims",
        heading=_("Import claims"),
        hint=_(
            "What is under way in another system and not decided yet, with the number it has there; the orders come "
            "first. The buyer is told, and no money moves by it. Whose claims they are is never read from the file: "
            "they are about your orders."
        ),
        base="merchant/leaf.html",
        frame=frame(request, now=timezone.now()),
        start_url=reverse("merchant:claim_imports"),
        check_url=reverse("merchant:claim_check"),
        undo_url=lambda batch: reverse("merchant:claim_imports"),
        batches=batches(own_batches(actor, "own_claims")[:20]),
        owner=actor.organisation,
        template_url=reverse("merchant:claim_template"),
        look_url=lambda batch: f"{reverse('merchant:claims')}?waits=all",
        look=_("See your claims"),
        fixed={"seller": people.organisation_by_key(actor.organisation).slug},
    )


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CLAIMS)
def claims(request: HttpRequest) -> HttpResponse:
    """Take a file of claims in, with its pictures, and show which files came before."""
    return ground_imports.take(request, _claims(request))


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CLAIMS)
def claims_check(request: HttpRequest) -> HttpResponse:
    """Choose the columns of claims, see what would happen, and do it."""
    return ground_imports.check(request, _claims(request))


@never_cache
@require_safe
@shared.for_roles(CLAIMS)
def claims_template(request: HttpRequest) -> HttpResponse:
    """Return an empty file of claims to fill in."""
    return ground_imports.template(_claims(request))
