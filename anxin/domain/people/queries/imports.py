"""Organisations and persons as an imported file writes them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from anxin.core import hosts, phones, vault
from anxin.core.actors import Actor
from anxin.core.imports import ImportBatch, ImportRun, NoSuchBatch
from anxin.core.tables import Value, Values, one_of, pair, up_to
from anxin.core.wording import joined
from anxin.core.zone import SHANGHAI
from anxin.domain.people import queries, rules
from anxin.domain.people.models import Account, Consent, Organisation, Person
from anxin.domain.people.queries import erasure_marks
from anxin.domain.people.wording import ORGANISATIONS, roles_in
from anxin.domain.people.wording.tables import CELLS, ROLES_CALLED
from anxin.domain.places import queries as places

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

IMPORTED = ("brand", "merchant", "platform", "carrier", "insurer", "authority", "ai_provider")
"""Kinds that come by a file of organisations: the operator is founded once, an outlet by the file of outlets."""
CUSTOMER = "customer"
"""The purpose under which somebody is known without a case."""


class Going(TypedDict):
    """What else is read of a file: the run that takes it back now."""

    going: UUID | None


type KeptFile = WithAnnotations[ImportBatch, Going]


@dataclass(frozen=True, kw_only=True)
class BatchView:
    """A file that was imported; `going` is the run that takes it back now."""

    id: UUID
    new: int
    changed: int
    same: int
    refused: int
    applied_at: datetime
    undone_at: datetime | None
    lost: int
    taken_back: int
    by: str
    going: UUID | None


def slug(written: str) -> str:
    """Read a name in addresses: small letters, digits and hyphens."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", written):
        raise ValueError(CELLS["slug"])
    return written


def sign_in_name(written: str) -> str:
    """Read a sign-in name: one that can be typed and told over the phone, or that an account has from before."""
    if not rules.is_name(written) and queries.account(written) is None:
        raise ValueError(CELLS["sign_in_name"])
    return written


def pages_at(written: str) -> str:
    """Read under which name a brand's pages are served here."""
    if not (plain := hosts.plain_address(written)):
        raise ValueError(CELLS["pages_at"])
    return up_to(200)(plain)


def organisation_of(*kinds: str) -> Callable[[str], str]:
    """Make a reader of cells that name a known organisation of these kinds; it gives the name in addresses."""

    def read(written: str) -> str:
        rows = Organisation.objects.filter(Q(slug=written.lower()) | Q(name=written), kind__in=kinds, retired_at=None)
        found = rows.order_by("created_at").first()
        if found is None:
            told = joined(str(ORGANISATIONS[one]) for one in kinds)
            raise ValueError(str(CELLS["organisation"]).format(kind=told))
        return found.slug

    return read


def phone(written: str) -> str:
    """Read a person's number; a mobile of the mainland as its eleven digits, others as they are written."""
    number = phones.of_a_person(written)
    mobile = re.fullmatch(r"\+86(1\d{10})", number.number)
    return mobile[1] if mobile and not number.extension else written


def phone_or_mask(written: str) -> str | None:
    """Read a person's number; None for one that a platform has masked (`138****1235`): it tells no number."""
    return None if re.fullmatch(r"[\d+ -]*[*＊xX]{2,}[\d -]*", written.strip()) else phone(written)


def house_phone(written: str) -> str:
    """Read the number of an outlet, and keep it as it is written; +86 before an area code's 0 nobody can dial."""
    phones.of_a_house(written)
    return up_to(24)(re.sub(r"^(?:\+|00)86[ -]*(?=0)", "", written.strip()))


def role(written: str) -> str:
    """Read one `organisation:role`."""
    house, given = pair(written)
    slug_of = organisation_of(*rules.ROLES)(house)
    kind = Organisation.objects.get(slug=slug_of).kind
    names = {one: roles_in(kind)[one] for one in rules.ROLES[kind]}
    return f"{slug_of}:{one_of(names, also=ROLES_CALLED)(given)}"


def every_organisation(_on: date) -> Iterable[tuple[Value, ...]]:
    """Return the organisations that a file may bring by their names in addresses."""
    return Organisation.objects.filter(kind__in=IMPORTED).order_by("slug").values_list("slug")


def imported_organisation(key: Values) -> Values | None:
    """Return an organisation as a file would write it; those no file may change are not found."""
    row = Organisation.objects.filter(slug=key["slug"], kind__in=IMPORTED).first()
    if row is None:
        return None
    told = {one: getattr(row, one) or None for one in ("licence", "site", "pages_at")}
    return {**key, "kind": row.kind, "name": row.name, **told}


def whole_organisation(values: Values) -> Values:
    """Return what a line of before there was a column says."""
    return {"pages_at": None, **values}


def every_customer(_on: date) -> Iterable[tuple[Value, ...]]:
    """Return who is known as a customer without a case by phone and name, each once, in the order they came."""
    rows = Consent.objects.filter(purpose=CUSTOMER, withdrawn_at=None, person__erased_at=None)
    named = (plainly(one.person) for one in rows.select_related("person").order_by("given_at", "id"))
    return dict.fromkeys((phone, name) for name, phone in named if phone)


def customer(key: Values) -> Consent | None:
    """Return on which basis a person of this name and phone is known as a customer."""
    rows = Consent.objects.filter(purpose=CUSTOMER, withdrawn_at=None, person__erased_at=None)
    rows = rows.select_related("person__place").filter(person__phone_index__in=vault.blind_indexes(str(key["phone"])))
    return next((one for one in rows.order_by("-given_at", "-id") if plainly(one.person)[0] == key["name"]), None)


def imported_customer(key: Values) -> Values | None:
    """Return a customer as a file would write him."""
    row = customer(key)
    if row is None:
        return None
    since = row.given_at.astimezone(SHANGHAI).date().isoformat()
    address = places.plainly(row.person.place) if row.person.place else None
    return {**key, "address": address, "basis": row.basis, "document": row.version, "since": since}


def why_not_known(values: Values, now: datetime) -> dict[str, str]:
    """Return that nobody can be a customer since a day that has not come, nor on a word of before his erasure."""
    if not (since := str(values.get("since") or "")):
        return {}
    if date.fromisoformat(since) > now.astimezone(SHANGHAI).date():
        return {"since": str(CELLS["not_yet"])}
    erased_at = erasure_marks.erased_at(values)
    erased_on = erased_at.astimezone(SHANGHAI).date().isoformat() if erased_at else ""
    return {"since": str(CELLS["erased"]).format(day=erased_on)} if since <= erased_on else {}


def why_no_organisation(values: Values) -> dict[str, str]:
    """Return why a row can't be: the name is taken by an organisation of another kind."""
    row = Organisation.objects.filter(slug=values["slug"]).first()
    if row is not None and row.kind != values["kind"]:
        return {"slug": str(CELLS["taken"]).format(kind=ORGANISATIONS[row.kind])}
    if not (own := values.get("pages_at")):
        return {}
    if values["kind"] != Organisation.Kind.BRAND:
        return {"pages_at": str(CELLS["brand_only"])}
    others = Organisation.objects.exclude(pages_at="").exclude(slug=values["slug"])
    other = queries.house_at(hosts.name_in(str(own)), others)
    return {"pages_at": str(CELLS["pages_taken"]).format(name=other.name)} if other else {}


def plainly(person: Person) -> tuple[str, str | None]:
    """Return a person's name and phone as a file wrote them: only an import compares with these."""
    name = vault.open_("people.person.name", person.id, person.name_sealed)
    phone = vault.open_("people.person.phone", person.id, person.phone_sealed) if person.phone_sealed else None
    return name, phone


def rewritten(account: Account, values: Values, *, role: str) -> dict[str, str]:
    """Return what of who does more than one role's work by his account a row would write otherwise, each with why."""
    if account.person is None or not account.roles.filter(to_at=None).exclude(role=role).exists():
        return {}
    stands = {**dict(zip(("name", "phone"), plainly(account.person), strict=True)), "username": account.username}
    return {one: str(CELLS["holder"]) for one, told in stands.items() if values.get(one) != told}


def files_of(actor: Actor, name: str) -> "QuerySet[KeptFile]":
    """Return the files of a table that were brought for one's own house, the newest first; all to administrators.

    For whom an older file was brought may not be known: it is its bringer's. Each knows the run that takes it back now
    (`going`).
    """
    back = ImportRun.objects.filter(Q(back=True) | Q(stopped=True), batch=OuterRef("pk"), ended_at=None)
    rows = (
        ImportBatch.objects.filter(table=name).annotate(going=Subquery(back.values("id")[:1])).order_by("-applied_at")
    )
    if "operator" in actor.roles:
        return rows
    own = Q(organisation="", applied_by=actor.key)
    return rows.filter(own | Q(organisation=actor.organisation) if actor.organisation else own)


def batch(actor: Actor, name: str, key: UUID) -> ImportBatch:
    """Return a file that was applied to a table; raise `Missing` where it is another house's."""
    found = files_of(actor, name).filter(id=key).first()
    if found is None:
        raise NoSuchBatch({"batch": str(key)})
    return found


def batches(rows: "QuerySet[KeptFile]") -> tuple[BatchView, ...]:
    """Show files that were imported, with who did it (one query for the names)."""
    listed = list(rows)
    names = queries.account_names(one.applied_by.partition(":")[2] for one in listed)
    return tuple(
        BatchView(
            id=one.id,
            new=one.new,
            changed=one.changed,
            same=one.same,
            refused=one.refused,
            applied_at=one.applied_at,
            undone_at=one.undone_at,
            lost=one.lost,
            taken_back=one.taken_back,
            by=names.get(one.applied_by.partition(":")[2], ""),
            going=one.going,
        )
        for one in listed
    )
