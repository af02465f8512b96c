"""The words a consent is given in: the editions that stood on the page, none published since."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.domain.publications import queries as publications
from anxin.domain.publications.wording import LEGAL

SHOWN = "agreed_to"
"""The field of a form that says which editions stood on it."""


def words(*also: str) -> str:
    """Return the editions that count today, `also` of other texts that are agreed to with the notice and the terms."""
    return publications.consent_version(on=timezone.localdate(), also=also)


@dataclass(frozen=True, kw_only=True)
class AgreedText:
    """A text that is agreed to, by its code, its title and its edition."""

    code: str
    title: str
    edition: int


def named(*also: str) -> list[AgreedText]:
    """Return the texts that `words` records, to be named and linked where somebody agrees."""
    pairs = (one.partition("/") for one in words(*also).split(",") if "/" in one)
    return [AgreedText(code=code, title=str(LEGAL[code]), edition=int(number)) for code, _slash, number in pairs]


def agreed(request: HttpRequest, *also: str) -> str:
    """Return in which words somebody agreed."""
    return request.POST.get(SHOWN) or words(*also)


def slip(request: HttpRequest, *also: str, without: str) -> str:
    """Return why a consent that was sent doesn't count, `without` where none was given; empty where it counts."""
    if "consent" not in request.POST:
        return without
    return "" if stands(request, *also) else anew()


def anew() -> str:
    """Return that what is agreed to was published anew meanwhile."""
    return _("What you agree to was published anew meanwhile. Please look at it and agree once more.")


def stands(request: HttpRequest, *also: str) -> bool:
    """Return whether what stood on the page is what counts: nothing of it was published anew meanwhile."""
    return agreed(request, *also) == words(*also)


def unsent(request: HttpRequest) -> str:
    """Return why what agrees by being sent was not taken: other words stood on the page; empty where it counts."""
    said = _("What is said of your data below was published anew meanwhile. Please look at it and send this once more.")
    return "" if stands(request) else said
