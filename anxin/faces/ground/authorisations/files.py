"""Files of hotlines, outlets and technicians: what they bring is authorised, or waits for its brand."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.core import imports
from anxin.core.wording import gap
from anxin.domain.network import queries
from anxin.domain.network.commands import TABLE
from anxin.faces import shared
from anxin.faces.ground import import_pages
from anxin.faces.ground.authorisations.desk import AuthorisationDesk

ENDS = "revocation"
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


def ending(desk: AuthorisationDesk) -> dict[str, Any]:
    """Say where words for those a file leaves out stand, and which command ends several of them at once."""
    command = TABLE.commands[ENDS]
    return {
        "words_url": lambda number: desk.url("authorisation", number),
        "several_url": desk.url("authorisations_several"),
        "ends": (command.name, str(command.title)),
    }


def counter(desk: AuthorisationDesk, request: HttpRequest, name: str) -> import_pages.Counter:
    """Make the counter of one table; a brand's files are its own, whatever they say."""
    actor, now = shared.actor_of(request), timezone.now()
    own = None if desk.many else queries.brands_for(actor).first()
    signs = _("What the brand lead imports is signed at once where the brand's key is kept here.")
    waits = _("What you import waits for a check, and for the brand's signature.")
    known = imports.table(name)
    return import_pages.Counter(
        table=name,
        heading=str(known.title),
        hint=f"{HINTS[name]}{gap()}{waits if desk.many else signs}",
        base=desk.base,
        tells_slip=desk.many,
        frame=desk.frame(request, now=now),
        at=f"{desk.face}:authorisations_import",
        args=(name,),
        look_url=lambda batch: f"{desk.url('authorisations')}?import={name}.{batch}",
        look=_("See what it brought"),
        fixed={"brand": own.slug} if own else {},
        **ending(desk),
    )
