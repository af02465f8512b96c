"""The imprint of this installation: who runs it, under which licence, whom to call. A dated setting like any other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anxin.core import settings
from anxin.core.settings import Setting
from anxin.domain.people import queries as people
from anxin.faces.ground import accents

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation

IMPRINT = Setting(
    name="site.imprint",
    default={},
    title=_("Imprint of the site"),
    help=_("name, operator, licence, filing, hotline, address, published (a day), accent (six hexadecimal digits)"),
    second_person=True,
    per_organisation=False,
)
SECURITY = Setting(
    name="site.security_contact",
    default="",
    most=200,
    title=_("Whom to tell of a weakness of this site"),
    help=_("a mail address, or an address that begins with https://; empty: the contact form"),
    per_organisation=False,
)
WORDS = ("name", "operator", "licence", "filing", "hotline", "accent")


@dataclass(frozen=True, kw_only=True)
class Site:
    """What every public page has to carry."""

    name: str = "安心售后"
    operator: str = ""
    licence: str = ""
    filing: str = ""
    hotline: str = ""
    accent: str = ""
    published: date | None = None
    changed: date | None = None


def imprint(*, now: datetime) -> Site:
    """Read the imprint as it stands at this moment; pages must open even where it can't be read."""
    try:
        value = settings.valid(IMPRINT.name, at=now)
    except DatabaseError:
        return Site()
    published = _day(value.value.get("published"))
    words = {"operator": _operator(), **_words(value.value)} if not value.value.get("operator") else _words(value.value)
    return Site(**words, published=published, changed=_changed(value.valid_from, published))


def address(request: HttpRequest, path: str, house: "Organisation | None" = None) -> str:
    """Return a whole address: at the public one where the house has said it, else where it was asked.

    What is a brand's, asked under the name at which its pages are served, stays there.
    """
    if house is not None and people.house_at(request.get_host().partition(":")[0], [house]):
        return f"{house.pages_at}{path}"
    public = str(settings.get("notices.address", at=timezone.now()))
    return f"{public.rstrip('/')}{path}" if public else request.build_absolute_uri(path)


def _operator() -> str:
    """Name who runs this installation as it was founded, until the imprint says it in full."""
    try:
        return people.operator().name
    except people.UnknownOrganisation:
        return ""


def _changed(at: datetime | None, published: date | None) -> date | None:
    """Return the day of the last change; what was written down before the site was published is no change of it."""
    day = timezone.localtime(at).date() if at else None
    return None if day and published and day <= published else day


def _words(kept: Mapping[str, object]) -> dict[str, str]:
    words = {name: str(kept[name]) for name in WORDS if kept.get(name)}
    try:
        accents.check(words.get("accent", ""))
    except accents.UnreadableColour:
        words.pop("accent", None)  # a colour nobody can read is not worn
    return words


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
