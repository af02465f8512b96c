"""The genuine card: who vouches for a hotline, an outlet or a technician, however the number or name is written."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from anxin.core import vault
from anxin.core.errors import Missing
from anxin.core.wording import joined
from anxin.core.zone import SHANGHAI
from anxin.domain.goods.wording import SKILLS
from anxin.domain.network.models import Authorisation, Check, Outlet, ReportedNumber, Technician
from anxin.domain.network.queries import attestations, badges, mistakes, names, standings
from anxin.domain.network.queries.attestations import Vouched
from anxin.domain.network.queries.homes import sending_homes
from anxin.domain.network.queries.names import NamedTechnician, NearName
from anxin.domain.network.queries.public_numbers import PublicNumber, public_number
from anxin.domain.network.rules import badge_codes, hotline_order, identifiers
from anxin.domain.network.rules.scopes import is_for
from anxin.domain.people.models import Organisation

KINDS = ("hotline", "outlet", "technician")
MOST_OFFICIAL, MOST_READ = 3, 30
DANGER = frozenset({"lookalike", "retired", "suspended", "reported"})


class UnknownKind(Missing):
    """Nothing of this kind can be checked here."""

    code = "network.unknown_kind"


@dataclass(frozen=True, kw_only=True)
class GenuineCard:
    """The answer of the public check.

    `status` is genuine, not_yet, suspended, expired, retired, lookalike, reported, public_service, unknown, or yours
    (his who goes to the one that asks); `kind` is that of what was found, of what was asked where nothing was. `left`
    is a technician who works for no outlet now, `adrift` one who can be sent from none: he left, or it is not vouched
    for; `named` are technicians found by name, coarsely; `near` is what was
    perhaps meant; `mistaken_for` the brand it was entered for by mistake; `formerly`
    are the words of other brands whose hotline it was; `official_brands` is whose each number to
    call instead is; `badge` is valid (of this minute),
    printed, withdrawn, wrong or "" (not shown); `beyond` the goods asked about that no word for him is for; `against`
    what brands say that suspended it while another vouches, each alone.
    """

    kind: str
    code: str
    status: str
    name: str = ""
    number: str = ""
    bare: str = ""
    vouched_by: tuple[Vouched, ...] = ()
    called: str = ""
    grade: int = 0
    outlet: str = ""
    city: str = ""
    left: bool = False
    adrift: bool = False
    named: tuple[NamedTechnician, ...] = ()
    more_named: bool = False
    badge: str = ""
    beyond: str = ""
    asked_of: str = ""
    against: tuple["GenuineCard", ...] = ()
    resembles: str = ""
    resembles_brand: str = ""
    service: PublicNumber | None = None
    near: tuple[NearName, ...] = ()
    official: tuple[str, ...] = ()
    official_brands: tuple[str, ...] = ()
    checked_at: datetime
    checks_30_days: int = 0
    reports: int = 0
    looked_at: datetime | None = None
    looked_into: str = ""
    mistaken_for: str = ""
    formerly: tuple[Vouched, ...] = ()

    @property
    def genuine(self) -> bool:
        """Return whether a brand vouches for it today."""
        return self.status == "genuine"

    @property
    def danger(self) -> bool:
        """Return whether the reader is to be warned; what is merely unknown warns of nobody."""
        return self.status in DANGER or (self.genuine and (self.badge in ("wrong", "withdrawn") or bool(self.beyond)))

    @property
    def may_be_yours(self) -> bool:
        """Return whether it may still be the phone of the technician who comes to the one that asks."""
        return self.status in ("unknown", "retired", "lookalike")

    @property
    def is_badge_alone(self) -> bool:
        """Return whether these may be the characters of a badge, which count only beside the number of who shows it."""
        return self.status == "unknown" and badge_codes.looks_so(self.code)

    @property
    def is_cleared(self) -> bool:
        """Return whether somebody looked into what was reported and found nothing false."""
        return self.looked_into == "cleared"

    @property
    def is_undecided(self) -> bool:
        """Return whether somebody looked into what was reported and could not tell."""
        return self.looked_into == "undecided"

    @property
    def from_date(self) -> date | None:
        """Return the first day of the words that hold."""
        return min((one.from_date for one in self.vouched_by), default=None)

    @property
    def last_date(self) -> date | None:
        """Return until which day its words hold, or held."""
        return max((one.last_date for one in self.vouched_by), default=None)

    @property
    def official_of(self) -> str:
        """Return whose the first number to call instead is."""
        return next(iter(self.official_brands), "")

    @property
    def official_named(self) -> list[str]:
        """Return the numbers to call instead, each after its brand."""
        return [f"{brand} {code}" for brand, code in zip(self.official_brands, self.official, strict=True)]

    @property
    def brands(self) -> str:
        """Return the names of the brands that vouch for it."""
        return joined(dict.fromkeys(one.brand for one in self.vouched_by))


def numbered(card: GenuineCard, *, number: str) -> GenuineCard:
    """Return the card with the number under which the question was counted."""
    return replace(card, number=number)


def genuine_card(
    *, kind: str, code: str, now: datetime, token: str = "", goods: str = "", brand: str = ""
) -> GenuineCard:
    """Answer whether a number or name is genuine right now; raises UnknownKind for what can't be checked here.

    Of a technician who comes for some `goods` (the skill they take), perhaps of one brand, whether it vouches for that.
    The brand may be told by its short name or its name, in capitals or not; one unknown here counts as none.
    """
    if kind not in KINDS:
        raise UnknownKind({"kind": kind})
    on = now.astimezone(SHANGHAI).date()
    bare = identifiers.number_in(code)
    reported = ReportedNumber.objects.filter(bare=bare).first() if bare else None
    brand = _brand_meant(brand)
    asked = GenuineCard(kind=kind, code=code.strip(), status="unknown", bare=bare, checked_at=now, asked_of=brand)
    card = _by_number(asked, reported, on, now) or _by_name(asked, on, now)
    if card.is_badge_alone and token and not badge_codes.looks_so(token):
        return genuine_card(kind="technician", code=token, now=now, token=code, goods=goods, brand=brand)
    card = _with_reports(card, reported, now)
    if card.kind == "technician" and (card.genuine or card.adrift) and not card.named:
        card = replace(_with_technician(card, token, now), beyond=_beyond(card, goods, brand))
    if card.genuine or card.status == "public_service":
        return card
    if card.status in ("unknown", "lookalike"):
        card = replace(card, mistaken_for=mistakes.mistaken_for(card.bare))
    rows = _official(card, on, now)
    return replace(
        card, official=tuple(one.code for one in rows), official_brands=tuple(one.brand.name for one in rows)
    )


def _brand_meant(typed: str) -> str:
    """Return the short name of the brand that is meant; empty where none is (one query, or none)."""
    if not (typed := typed.strip()):
        return ""
    brands = Organisation.objects.filter(kind=Organisation.Kind.BRAND)
    found = brands.filter(Q(slug__iexact=typed) | Q(name__iexact=typed)).order_by("slug")
    return found.values_list("slug", flat=True).first() or ""


def _by_number(asked: GenuineCard, reported: ReportedNumber | None, on: date, now: datetime) -> GenuineCard | None:
    rows = _rows(asked)
    card = _told(asked, rows, on, now) if rows else None
    false = reported is not None and reported.state == "confirmed"
    if card and (card.status == "suspended" or (card.status in ("genuine", "not_yet") and not false)):
        return card
    if service := public_number(asked.bare):
        return replace(asked, status="public_service", code=service.code, service=service)
    if false:  # whatever was signed since: until a person says that it is genuine
        return replace(card or asked, status="reported")
    return card or _given_up(asked, on) or _look_alike(asked, on)


def _rows(asked: GenuineCard) -> list[Authorisation]:
    """Return what was ever authorised under this number: by its own code, or by the phone of an outlet."""
    several = {asked.bare, identifiers.digits(identifiers.plain(asked.code))} - {""}
    rows = list(mistakes.ever_ours().filter(bare__in=several))
    if not rows and asked.bare:
        codes = Outlet.objects.filter(bare_phone=asked.bare).values("code")
        rows = list(attestations.ever().filter(kind="outlet", code__in=codes))
    kinds = {row.kind for row in rows}
    kind = next((one for one in (asked.kind, *KINDS) if one in kinds), "")
    return [row for row in rows if row.kind == kind]


def _given_up(asked: GenuineCard, on: date) -> GenuineCard | None:
    """Return the outlet that was reached at this number once: whoever answers there now is somebody else."""
    last = mistakes.former_phones(asked.bare).first() if asked.bare else None
    rows = list(attestations.ever().filter(kind="outlet", code=last.outlet.code)) if last else []
    if last is None or not rows:
        return None
    card = _weighed(asked, rows, on)
    words = tuple(replace(one, ended_at=last.ended_at) for one in card.vouched_by)
    return replace(card, status="retired", vouched_by=words)


def _weighed(asked: GenuineCard, rows: list[Authorisation], on: date) -> GenuineCard:
    status, those = attestations.weighed(rows, on, misfits=standings.misfits(rows))
    first = those[0]
    same = sorted((row for row in those if row.code == first.code), key=lambda row: row.brand.name)
    card = replace(
        asked, kind=first.kind, code=first.code, status=status, vouched_by=tuple(map(attestations.vouched, same))
    )
    if first.kind == "hotline" and status in attestations.BEST[:3]:
        return replace(card, formerly=_formerly(rows, same))
    if first.kind != "outlet":
        return card
    outlet = Outlet.objects.filter(code=first.code).select_related("organisation").first()
    return replace(card, name=outlet.organisation.name, city=names.city_of(outlet.division)) if outlet else card


def _told(asked: GenuineCard, rows: list[Authorisation], on: date, now: datetime) -> GenuineCard:
    """Return what brands' words come to: where one named gave its own, that; else beside it who suspended it.

    A hotline that passed to another brand says so itself (`formerly`).
    """
    card = _alone(asked, rows, on, now)
    if not card.genuine or card.kind == "hotline":
        return card
    others: dict[str, list[Authorisation]] = {}
    for row in rows:
        if row.code == card.code and row.brand.slug not in {one.slug for one in card.vouched_by}:
            others.setdefault(row.brand.slug, []).append(row)
    told = {brand: _alone(asked, words, on, now) for brand, words in others.items()}
    suspended = (one for one in told.values() if one.status == "suspended" and not one.left)
    against = tuple(sorted(suspended, key=lambda one: one.brands))
    return told.get(asked.asked_of) or replace(card, against=against)


def _alone(asked: GenuineCard, rows: list[Authorisation], on: date, now: datetime) -> GenuineCard:
    card = _weighed(asked, rows, on)
    return _sent(card, rows, on, now) if card.kind == "technician" and card.genuine else card


def _formerly(rows: list[Authorisation], held: list[Authorisation]) -> tuple[Vouched, ...]:
    """Return the last word of each brand whose hotline a number was and is no more."""
    last = {row.brand_id: row for row in reversed(rows) if row.signature}
    ours = {row.brand_id for row in held}
    return tuple(attestations.vouched(row) for brand, row in last.items() if brand not in ours)


def _sent(card: GenuineCard, rows: list[Authorisation], on: date, now: datetime) -> GenuineCard:
    """Return the card of a technician with the words of those brands alone that have an outlet to send him from.

    Nobody is vouched for by a brand that could not send him: its word for his outlet is gone, or he left.
    """
    if not Technician.objects.filter(number=card.code).exists():
        return card
    homes, wrong = sending_homes([card.code], now=now), standings.misfits(rows)
    held = [row for row in rows if row.code == card.code and row.id not in wrong]
    held = [row for row in held if attestations.status_of(row, on) == "genuine"]
    held.sort(key=lambda row: row.brand.name)
    sent = list(filter(homes.sends, held))
    if not sent:
        kept = [row for row in held if homes.employs(row)]
        words = tuple(map(attestations.vouched, kept or held))
        return replace(card, status="suspended", vouched_by=words, left=not kept, adrift=True)
    home, words = homes.last(sent), tuple(map(attestations.vouched, sent))
    return replace(card, vouched_by=words, outlet=home.organisation.name, city=names.city_of(home.division))


def _beyond(card: GenuineCard, goods: str, brand: str) -> str:
    """Return the goods asked about where the words for a technician, those of one brand if it is said, aren't for.

    A stranger writes the question: what is no name of ours is not repeated to whom he sends it.
    """
    if goods not in SKILLS:
        return ""
    words = [one for one in card.vouched_by if brand in ("", one.slug)] or card.vouched_by
    return goods if card.genuine and not any(is_for(one.goods, goods) for one in words) else ""


def _look_alike(asked: GenuineCard, on: date) -> GenuineCard | None:
    """Return the hotline a number only looks like; a badge or landline one sign off is likelier a slip than a fraud."""
    if len(asked.bare) < 5:
        return None
    near = _resembled(asked.bare)
    if near is not None:
        return replace(asked, status="lookalike", resembles=near.code, resembles_brand=near.brand.name)
    near_ones = names.numbers_near(identifiers.one_off_of(asked.bare), asked.bare, on)
    return replace(asked, near=tuple(near_ones)) if near_ones else None


def _resembled(bare: str) -> Authorisation | None:
    """Return the hotline that a number differs from by one sign: one that is still vouched for, by who did so first."""
    rows = mistakes.ever_ours().filter(kind="hotline", bare__in=identifiers.one_off_of(bare))
    return min(rows, key=lambda row: (row.state != "authorised", row.pk), default=None)


def _by_name(asked: GenuineCard, on: date, now: datetime) -> GenuineCard:
    exact, alike = names.outlets_named(asked.code)
    rows = list(attestations.ever().filter(kind="outlet", code__in=exact)) if exact else []
    if rows:
        return _told(asked, rows, on, now)
    named, used, more = names.technicians_named(asked.code, on=on, now=now)
    if named:
        words = {row.brand_id: attestations.vouched(row) for row in used}
        return replace(
            asked,
            kind="technician",
            status="genuine",
            called=named[0].called,
            named=tuple(named),
            more_named=more,
            vouched_by=tuple(sorted(words.values(), key=lambda one: one.brand)),
        )
    near = [*names.hotlines_named(asked.code, on), *names.outlets_near(alike, on)]
    return replace(asked, near=tuple(near[: names.MOST_ALIKE]))


def _official(card: GenuineCard, on: date, now: datetime) -> list[Authorisation]:
    """Return three numbers to ring instead, the brand's own where it is known: first what is answered now."""
    near = _resembled(card.bare) if card.status == "reported" and not card.vouched_by else None
    posed = near.brand.name if near else card.resembles_brand
    brand, here = card.vouched_by[0].brand if card.vouched_by else posed, now.astimezone(SHANGHAI)
    lines = attestations.living(on).filter(kind="hotline")
    return (brand and _first_of(lines.filter(brand__name=brand), here)) or _first_of(lines, here)


def _first_of(lines: QuerySet[Authorisation], here: datetime) -> list[Authorisation]:
    """Return the first of some lines to ring, whose signature holds, each number once.

    Of very many no more than a page is looked at.
    """
    rows = sorted(lines.order_by("pk")[:MOST_READ], key=lambda row: hotline_order.place(row.scope, row.hours, here))
    once: dict[str, Authorisation] = {}
    for row in rows:
        if len(once) < MOST_OFFICIAL and row.bare not in once and attestations.verifies(row):
            once[row.bare] = row
    return list(once.values())


def _with_reports(card: GenuineCard, reported: ReportedNumber | None, now: datetime) -> GenuineCard:
    if not card.bare:
        return card
    lately = Check.objects.filter(code=card.bare[:40], at__gt=now - timedelta(days=30))
    card = replace(card, checks_30_days=lately.count())
    if reported is None:
        return card
    over = reported.state in ("confirmed", "cleared", "undecided")
    state = reported.state if over else ""
    return replace(card, reports=reported.reports.count(), looked_at=reported.looked_at, looked_into=state)


def _with_technician(card: GenuineCard, token: str, now: datetime) -> GenuineCard:
    technician = Technician.objects.filter(number=card.code).first()
    if technician is None:
        return card
    badge = ""
    token = badge_codes.typed(token)
    if len(token) == badge_codes.SERIAL:
        badge = badges.says(technician, token)
    elif token:
        secret = vault.open_("network.technician.badge", technician.id, technician.badge_sealed).encode()
        holds = badge_codes.verifies(secret=secret, number=technician.number, token=token, seconds=int(now.timestamp()))
        badge = "valid" if holds else "wrong"
    outlet, city = (card.outlet, card.city) if card.outlet else names.outlet_of_technician(card.code, now=now)
    return replace(card, called=technician.called, grade=technician.grade, badge=badge, outlet=outlet, city=city)


def badge_seconds(*, now: datetime) -> int:
    """Return in how many seconds the badge's characters change."""
    return badge_codes.STEP_S - int(now.timestamp()) % badge_codes.STEP_S
