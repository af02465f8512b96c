"""Files of hotlines, outlets and technicians: what they bring is authorised, or waits for its brand."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.core import imports
from anxin.core.imports import NoSuchBatch
from anxin.domain.network import queries
from anxin.domain.people.queries.imports import batches
from anxin.faces import shared
from anxin.faces.ground import imports as ground_imports
from anxin.faces.ground.authorisations.desk import Desk

NAMES = ("hotlines", "vouched_outlets", "vouched_technicians")
HINTS = {
    "hotlines": gettext_lazy("Answered, for example: 24 小时, or 1-5 8:00-20:00. Lines are the calls taken at once."),
    "vouched_outlets": gettext_lazy(
        "Serves, for example: 成都市武侯区、成都市青羊区. Without longitude and latitude the address is looked up."
    ),
    "vouched_technicians": gettext_lazy(
        "Skills, for example: 门锁:2:certificate:2027-06-30. A sign-in name opens an account without a password."
    ),
}


def counter(desk: Desk, request: HttpRequest, name: str) -> ground_imports.Counter:
    """Make the counter of one table; a brand's files are its own, whatever they say."""
    actor, now = shared.actor_of(request), timezone.now()
    own = None if desk.many else queries.brands_for(actor).first()
    signs = _("What the brand lead imports is signed at once where the brand's key is kept here.")
    waits = _("What you import waits for a check, and for the brand's signature.")
    known = imports.table(name)
    return ground_imports.Counter(
        table=name,
        heading=str(known.title),
        hint=f"{HINTS[name]} {waits if desk.many else signs}",
        base=desk.base,
        tells_slip=desk.many,
        frame=desk.frame(request, now=now),
        start_url=desk.url("authorisations_import", name),
        check_url=desk.url("authorisations_check", name),
        template_url=desk.url("authorisations_template", name),
        undo_url=lambda batch: desk.url("authorisations_undoing", name, batch),
        look_url=lambda batch: f"{desk.url('authorisations')}?import={name}.{batch}",
        look=_("See what it brought"),
        batches=batches(queries.imported(actor, name)[:20]),
        owner=actor.organisation,
        fixed={"brand": own.slug} if own else {},
    )


def start(desk: Desk, request: HttpRequest, name: str) -> HttpResponse:
    """Take a file in, and show which files came before."""
    return ground_imports.take(request, counter(desk, request, name))


def check(desk: Desk, request: HttpRequest, name: str) -> HttpResponse:
    """Choose the columns, see what would happen, and do it."""
    return ground_imports.check(request, counter(desk, request, name))


def template(desk: Desk, request: HttpRequest, name: str) -> HttpResponse:
    """Return an empty file to fill in."""
    return ground_imports.template(counter(desk, request, name))


def undoing(desk: Desk, request: HttpRequest, name: str, key: UUID) -> HttpResponse:
    """Take a file back; what was signed stays known as retired."""
    found = queries.imported(shared.actor_of(request), name).filter(id=key).first()
    if found is None:
        raise NoSuchBatch({"batch": str(key)})
    return ground_imports.undo(request, counter(desk, request, name), found)
