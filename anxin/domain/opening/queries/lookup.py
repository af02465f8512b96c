"""Find the code of the first visit, the mail server, the last backup, the errands, and whether a brand is open."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import unquote, urlsplit

from django.conf import settings as django_settings
from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from anxin.core import calendars, hosts, outbox, settings, vault
from anxin.core.errors import Invalid, Missing
from anxin.domain.invoices import queries as invoices
from anxin.domain.opening import rules
from anxin.domain.opening.models import Backup, Errand, MailServer, Opening, SetupCode
from anxin.domain.people.models import Organisation, Role
from anxin.domain.people.rules import plain_recovery_code
from anxin.domain.publications import queries as publications
from anxin.domain.staff import queries as staff

SERVER = "opening.mail_server.address"
FOLDER = "opening.backup_folder"
KIND, ROWS, PAGES = "opening.backup_kind", "rows", "pages"
SETS_KEPT, WHOLE_SET = "opening.sets_kept_d", "opening.whole_set_d"
PUT_OFF = "opening.put_off"
ADDRESS = "address"
"""Under which name it is noted how the public address goes."""


class CodeOver(Invalid):
    """The code of the first visit is wrong, or over."""

    code = "opening.code_over"


class NoSuchErrand(Missing):
    """Nobody waits for such a thing."""

    code = "opening.no_such_errand"


def is_empty() -> bool:
    """Return whether nobody administers this installation yet: only then can it be set up."""
    held = Role.objects.filter(role="operator", to_at=None, account__is_active=True)
    return not held.filter(organisation__kind=Organisation.Kind.OPERATOR).exists()


def hash_of(code: str) -> str:
    """Return the hash under which a code of the first visit is kept: 120 random bits need no key."""
    return hashlib.sha256(f"anxin setup|{plain_recovery_code(code)}".encode()).hexdigest()


def living_code(code: str, *, now: datetime) -> SetupCode:
    """Return the code of the first visit; raises `CodeOver`."""
    row = SetupCode.objects.filter(code_hash=hash_of(code), used_at=None, expires_at__gt=now).first()
    if row is None or not is_empty():
        raise CodeOver("code", expected="the code `anxin serve` printed last", got="")
    return row


def mail_server() -> MailServer | None:
    """Return the mail server that counts."""
    return MailServer.objects.order_by("-kept_at", "-id").first()


def server_url(row: MailServer) -> str:
    """Return a mail server's whole address, with its password."""
    return vault.open_(SERVER, row.pk, row.address_sealed)


def mail_kept() -> dict[str, str]:
    """Return what was said of the mail server, without its password; nothing where none is kept."""
    row = mail_server()
    if row is None:
        return {}
    parts = urlsplit(server_url(row))
    port = str(parts.port) if parts.port and parts.port != rules.PORTS.get(parts.scheme) else ""
    return {"host": row.host, "kind": parts.scheme, "port": port, "user": unquote(parts.username or "")}


def takes_mail() -> bool:
    """Return whether any mail server is set up."""
    return bool(django_settings.SMTP) or mail_server() is not None


def mail_of(message: outbox.Message) -> outbox.MessageAddress:
    """Return the outbox where mail goes, what goes along, and by which server."""
    of_invoice = message.template == invoices.MAILED
    found, server = invoices.address_of(message) if of_invoice else staff.mail_of(message), mail_server()
    return replace(found, secret=server_url(server) if server else "")


def latest_backup() -> Backup | None:
    """Return the last backup that was made."""
    return Backup.objects.filter(fault="").order_by("-at").first()


def tried_backup() -> Backup | None:
    """Return the last backup that was tried; its `fault` says why it failed."""
    return Backup.objects.order_by("-at").first()


def backup_due(*, now: datetime) -> str:
    """Return the folder a backup is to be written into now; empty where none is due or nobody named one."""
    folder = str(settings.get(FOLDER, at=now))
    newest = tried_backup()
    pause = timedelta(hours=1) if newest and newest.fault else timedelta(hours=24)
    return "" if newest is not None and now - newest.at < pause else folder


def writes_sets(*, now: datetime) -> bool:
    """Return whether the nightly backup is a set of PostgreSQL's pages."""
    return connection.vendor == "postgresql" and settings.get(KIND, at=now) == PAGES


def sets_kept_since(*, now: datetime) -> datetime:
    """Return since when every moment can be restored from the sets that are kept."""
    return now - timedelta(days=settings.get(SETS_KEPT, at=now))


def whole_set_since(*, now: datetime) -> datetime:
    """Return since when a whole set must have been written, so that the next holds what changed."""
    return now - timedelta(days=settings.get(WHOLE_SET, at=now))


def house_mark(nonce: str) -> str:
    """Return what only this installation can answer to a word: whoever is shown it knows that he reached it."""
    return salted_hmac("anxin.house", nonce, algorithm="sha256").hexdigest()


def addresses(*, now: datetime) -> list[str]:
    """Return the public address and those of brands, each once."""
    known = (str(settings.get("notices.address", at=now)), *(one.pages_at for one in brands_here()))
    return list(dict.fromkeys(filter(None, map(hosts.plain_address, known))))


def opening_of(brand: Organisation) -> Opening | None:
    """Return since when a brand is open."""
    return Opening.objects.filter(brand=brand, shut_at=None).first()


def is_open(brand: Organisation) -> bool:
    """Return whether a brand serves the public."""
    return Opening.objects.filter(brand=brand, shut_at=None).exists()


def shut_since(brand: Organisation | None = None) -> datetime | None:
    """Return since when a brand that was open (no brand: the house, by its last one) takes nothing new in.

    None while it is open, or where it never was.
    """
    rows = Opening.objects.filter(brand=brand) if brand else Opening.objects.all()
    newest = rows.order_by(F("shut_at").desc(nulls_first=True)).first()
    return newest.shut_at if newest else None


def is_served(house: Organisation) -> bool:
    """Return whether the public is served for an organisation here: a shop, or a brand that is open."""
    return house.kind == Organisation.Kind.MERCHANT or is_open(house)


def brands_here() -> list[Organisation]:
    """Return every brand, open or shut, by name."""
    return list(Organisation.objects.filter(kind=Organisation.Kind.BRAND, retired_at=None).order_by("name", "slug"))


def open_brands() -> list[Organisation]:
    """Return the brands that serve the public, by name."""
    return list(opened().order_by("name", "slug"))


def takes_reports() -> bool:
    """Return whether any brand takes reports of faults."""
    return opened().exists()


def shut_brands() -> list[Organisation]:
    """Return the brands that served the public and take nothing new in, by name."""
    return [one for one in brands_here() if shut_since(one) is not None]


def opened() -> QuerySet[Organisation]:
    """Return the brands that serve the public, as a subquery."""
    brands = Organisation.objects.filter(kind=Organisation.Kind.BRAND)
    return brands.filter(id__in=Opening.objects.filter(shut_at=None).values("brand"))


def house_page(kind: str) -> publications.Page:
    """Return a page of the house about the brands that serve the public; raises `publications.no_such_page`."""
    return publications.page_of(kind, among=Opening.objects.filter(shut_at=None).values("brand"))


@dataclass(frozen=True, kw_only=True)
class Errands:
    """Something others take their time for; `least` and `most` are working days, the days those of the answer."""

    code: str
    least: int
    most: int
    asked: date | None = None
    granted: date | None = None
    first: date | None = None
    last: date | None = None
    days: int = 0


def errand(code: str) -> Errand:
    """Return what is kept of something others take their time for; raises `NoSuchErrand`."""
    if code not in {one.code for one in rules.LEADS}:
        raise NoSuchErrand
    return Errand.objects.filter(pk=code).first() or Errand(code=code)


def errands(*, now: datetime) -> list[Errands]:
    """Return what others take their time for, with the days between which an answer comes."""
    kept = {one.code: one for one in Errand.objects.all()}
    today = timezone.localtime(now).date()
    return [_errand(lead, kept.get(lead.code), today) for lead in rules.LEADS]


def _errand(lead: rules.Lead, row: Errand | None, today: date) -> Errands:
    asked, granted = (row.asked_date, row.granted_date) if row else (None, None)
    span = rules.span(lead, _working_days(asked, lead.most)) if asked and not granted else None
    passed = _count(asked, today) if asked and not granted else 0
    return Errands(
        code=lead.code,
        least=lead.least,
        most=lead.most,
        asked=asked,
        granted=granted,
        first=span[0] if span else None,
        last=span[1] if span else None,
        days=passed,
    )


def _working_days(after: date, count: int) -> list[date]:
    found: list[date] = []
    day = after
    while len(found) < count:
        day += timedelta(days=1)
        if calendars.is_working(day):
            found.append(day)
    return found


def _count(after: date, today: date) -> int:
    days = (after + timedelta(days=n) for n in range(1, min((today - after).days, 400) + 1))
    return sum(calendars.is_working(day) for day in days)
