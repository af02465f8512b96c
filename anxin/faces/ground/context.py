"""What every template may rely on: preferences of this browser, the operator, the version."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from anxin import __version__
from anxin.domain.network.queries import Appearance
from anxin.faces.ground import appearance, site

LETTERS, THEME = "letters", "theme"
CHOICES = {LETTERS: ("plain", "big"), THEME: ("day", "night")}


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Preferences and imprint of a page."""

    letters: str
    theme: str
    site: site.Site
    version: str
    now: datetime
    appearance: Appearance


def preference(request: HttpRequest, name: str) -> str:
    """Return what this browser chose, or nothing."""
    value = request.COOKIES.get(f"__Host-anxin_{name}") or request.COOKIES.get(f"anxin_{name}", "")
    return value if value in CHOICES[name] else ""


def ground(request: HttpRequest) -> dict[str, Ground]:
    """Put the ground under a template."""
    now = timezone.now()
    imprint = site.imprint(now=now)
    looked_at = SimpleLazyObject(lambda: appearance.worn(request, imprint))
    return {
        "ground": Ground(
            letters=preference(request, LETTERS),
            theme=preference(request, THEME),
            site=imprint,
            appearance=looked_at,  # type: ignore[arg-type]  # it is made when a page draws it
            version=__version__,
            now=now,
        )
    }
