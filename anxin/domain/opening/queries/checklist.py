"""What has to be so before the public is served, read from what is there: nobody ticks anything."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from shutil import disk_usage
from typing import Any
from uuid import UUID

from django.conf import settings as django_settings
from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Sum, Value
from django.utils import timezone

from anxin.core import calendars, hosts, outbox, providers, settings, uploads
from anxin.core.carriers import companies, oidc, robots, sms, wechat
from anxin.core.checkpoints import timestamping
from anxin.core.providers import ProviderHealth
from anxin.core.uploads import limits
from anxin.core.wording import joined
from anxin.domain.claims.queries import billed_repairs
from anxin.domain.claims.rules import judges
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import WarrantyTerm
from anxin.domain.invoices import providers as issuers
from anxin.domain.ledger import providers as payments
from anxin.domain.ledger import queries as ledger
from anxin.domain.network import queries as network
from anxin.domain.network.models import Engagement, PromiseProfile, Shift
from anxin.domain.network.queries import attestations, gaps, sign_ins, territories
from anxin.domain.notices import queries as notices
from anxin.domain.opening import rules
from anxin.domain.opening.models import Opening
from anxin.domain.opening.queries import (
    departures,
    lookup,
    marketplaces,
    notice_checks,
    reach,
    rehearsals,
    way_checks,
)
from anxin.domain.opening.rules import Check
from anxin.domain.people.models import Organisation
from anxin.domain.places import queries as places
from anxin.domain.places.geocoding import accounts, tiles
from anxin.domain.privacy_numbers import providers as numbers
from anxin.domain.publications import queries as publications
from anxin.domain.shops import providers as shops
from anxin.domain.shops import queries as merchants
from anxin.domain.staff import queries as staff
from anxin.domain.staff import rules as staff_rules


def checks(*, now: datetime) -> list[Check]:
    """Return every check: the installation's, each brand's, those of claims (some twenty queries, however many)."""
    known, told = list(providers.health().values()), settings.several(*TOLD, at=now)
    house = _house_checks(known, told, now)
    return [*house, *_brand_checks(known, str(told["notices.address"]), now), *marketplaces.checks(house, now=now)]


def house_checks(*, now: datetime) -> list[Check]:
    """Return the checks of the installation itself."""
    return _house_checks(list(providers.health().values()), settings.several(*TOLD, at=now), now)


TOLD = ("notices.address", "site.imprint")


def _house_checks(known: list[ProviderHealth], told: Mapping[str, Any], now: datetime) -> list[Check]:
    held = staff.holding(now=now)
    administrators = held.get("operator", 0)
    address, imprint = str(told["notices.address"]), told["site.imprint"]
    counted = _counted(now)
    return [
        Check(code="administrators", ok=administrators >= 2, blocks=True, facts={"count": administrators}),
        *_deputy(administrators, now),
        *_staff(held, staff.there("agent", now=now)),
        Check(code="imprint", ok=bool(imprint.get("operator") and imprint.get("name")), blocks=True),
        Check(code="address", ok=bool(address), blocks=True, facts={"address": address}),
        _tls(address, known, now),
        *_brand(counted),
        _mail(now),
        _backup(now),
        _disk(),
        _uploads(counted.get("uploads", 0), now),
        _payment(known, address, now),
        _legal(now),
        *notice_checks.checks(known, now),
        *_billed(counted.get("billed", 0)),
        _calendar(counted, now),
        _messages(known, now),
        *_others(known, now),
        *_streets(known, now),
        *reach.checks(known, now=now),
    ]


def part_checks(*, now: datetime) -> list[Check]:
    """Return the checks of what the house depends on, and what may fail while nobody looks."""
    address = str(settings.get("notices.address", at=now))
    known = list(providers.health().values())
    brands = [_of_brand(_tls(there, known, now), one) for one, there in _own_addresses(address, lookup.brands_here())]
    messages, payment = _messages(known, now), _payment(known, address, now)
    return [
        *(_tls(address, known, now), *brands, _mail(now), _backup(now), _disk()),
        *(_uploads(uploads.under_way(), now), payment, messages),
        *_others(known, now),
        *_streets(known, now),
    ]


def _own_addresses(house: str, brands: Iterable[Organisation]) -> Iterable[tuple[Organisation, str]]:
    """Yield the brands that are reached under a name of their own, with its address."""
    for one in brands:
        there = hosts.plain_address(one.pages_at) if one.pages_at else ""
        if there and there != house:
            yield one, there


def _of_brand(check: Check, brand: Organisation) -> Check:
    return replace(check, brand=brand.slug, brand_name=brand.name, blocks=False)


def _tls(address: str, known: list[ProviderHealth], now: datetime) -> Check:
    of_kind = (one for one in known if one.kind == lookup.ADDRESS)
    look = next((one for one in of_kind if one.values["address"] == address), None)
    ends = datetime.fromisoformat(look.values["ends"]) if look and look.values["ends"] else None
    lacks = rules.tls_lacks(
        address,
        behind=bool(django_settings.BEHIND_TLS),
        seen=look is not None,
        fault=look.trial_fault if look else "",
        ends=ends,
        now=now,
    )
    at = ends.isoformat(timespec="minutes") if ends else ""
    trying = bool(address) and not lacks and not address.startswith("https://")
    facts = {"address": address, "at": at}
    blocks = lacks != "ends"  # until then the line holds
    return Check(code="tls", ok=not lacks, blocks=blocks, says="inside" if trying else lacks, facts=facts)


def _deputy(administrators: int, now: datetime) -> Iterable[Check]:
    """Check whether somebody may agree in the place of one of two administrators; three need nobody."""
    if administrators == staff_rules.SECOND_FROM:
        until = staff.deputy_until(now=now)
        lasts = until is not None and until - now > timedelta(days=staff_rules.TERM_ENDS_D)
        at = until.isoformat(timespec="minutes") if until else ""
        yield Check(code="deputy", ok=lasts, says="term_ends" if until and not lasts else "", facts={"at": at})


def _staff(held: Mapping[str, int], there: int) -> list[Check]:
    agents, reviewers = held.get("agent", 0), held.get("reviewer", 0)
    away = "away" if agents and not there else ""
    several = Check(code="reviewers", ok=reviewers >= judges.MOST, facts={"count": reviewers, "needs": judges.MOST})
    return [
        Check(code="agents", ok=there > 0, blocks=True, says=away, facts={"count": agents}),
        Check(code="finance", ok=held.get("finance", 0) > 0),
        several if reviewers else Check(code="deciders", ok=False, blocks=True),
    ]


def _messages(known: list[ProviderHealth], now: datetime) -> Check:
    known = [one for one in known if one.kind == sms.KIND]
    arrived = outbox.arrivals(now=now)
    working = sum(one.works for one in known)
    fault = arrived.why or next((one.trial_fault or one.fault for one in known if not one.works), "")
    facts = {"count": working, "lost": arrived.lost, "heard": arrived.heard, "fault": fault}
    if not known or working < len(known) or arrived.is_bad:
        return Check(code="messages", ok=False, facts=facts)
    texts, granted = notices.templates(), {ours for one in known for ours in sms.templates_of(one.values)}
    lacking = len(texts.keys() - granted)
    facts = {"count": lacking, "texts": len(texts)} if lacking else facts
    return Check(code="messages", ok=not lacking, says="texts" if lacking else "", facts=facts)


def _others(known: list[ProviderHealth], now: datetime) -> Iterable[Check]:
    """Check what may be set up beside: only where it was."""
    for kind in OTHERS:
        kinds = (kind, robots.OWN) if kind == robots.KIND else (kind,)
        of_kind = [one for one in known if one.kind in kinds and not companies.house_of(one.name)]
        silent = [one for one in of_kind if not one.works]
        fault = next((one.trial_fault or one.fault for one in silent), "")
        facts: dict[str, object] = {"count": len(of_kind) - len(silent), "fault": fault}
        if silent and kind == shops.KIND:
            facts["shops"] = joined(merchants.named([one.name for one in silent]))
        if of_kind and not silent and kind == shops.KIND:
            yield _goods(facts, now)
        elif of_kind:
            yield Check(code=kind, ok=not silent, facts=facts)


def _goods(facts: dict[str, object], now: datetime) -> Check:
    """Check the goods of the shops that are read: of those nobody has named no repair can be asked for."""
    unnamed = merchants.unnamed_goods(now=now)
    return Check(code=shops.KIND, ok=True, says="goods" if unnamed else "", facts={**facts, "goods": unnamed})


def _streets(known: list[ProviderHealth], now: datetime) -> Iterable[Check]:
    """Check the streets below maps: only where the settings name some."""
    found = tiles.health(places.streets(now=now), {one.name: one for one in known}, now=now)
    if found is not None:
        yield Check(code=tiles.KIND, ok=found.works, facts={"fault": found.trial_fault})


def _payment(known: list[ProviderHealth], address: str, now: datetime) -> Check:
    """Check by what customers pay: providers that work, or, where none is set up, transfers to the house's account."""
    known = [one for one in known if one.kind == "payment"]
    if not known and ledger.takes_transfers(now=now):
        return Check(code="payment", ok=True, says="by_transfer")
    works = bool(known) and all(one.works for one in known)
    fault = next((one.trial_fault or one.fault for one in known if not one.works), "")
    untold = works and any(payments.refuses_to_tell(one.name, address) for one in known)
    facts = {"address": address} if untold else {"count": len(known), "fault": fault}
    return Check(code="payment", ok=works and not untold, says="untold" if untold else "", facts=facts)


def _counted(now: datetime) -> dict[str, int]:
    """Count brands, shops, decided repairs that an earlier version billed, marks of the calendar by year, and the bytes
    of strangers' unfinished uploads (one query).
    """
    counted: dict[str, QuerySet[Any]] = {"brands": departures.staying(), "shops": marketplaces.shops()}
    counted["billed"] = billed_repairs.billed_claims()
    counted |= {f"year:{year}": calendars.marks(year) for year in calendars.awaited(now)}
    rows = [of.order_by().values_list(Value(what)).annotate(n=Count("pk")) for what, of in counted.items()]
    here = uploads.of_strangers().order_by().values_list(Value("uploads")).annotate(n=Sum("received", default=0))
    return {what: int(n) for what, n in rows[0].union(*rows[1:], here, all=True)}


def _brand(counted: Mapping[str, int]) -> Iterable[Check]:
    """Check for a first brand; a marketplace of shops alone goes on without."""
    count, shops_here = counted.get("brands", 0), bool(counted.get("shops"))
    yield Check(code="brand", ok=count > 0, blocks=not shops_here, facts={"count": count})


def _billed(count: int) -> Iterable[Check]:
    """Check for decided repairs that an earlier version billed: only where there are some."""
    if count:
        yield Check(code="billed_repairs", ok=False, facts={"count": count})


def _calendar(counted: Mapping[str, int], now: datetime) -> Check:
    """Check whether the days off of this year, and from November on of the next, are known."""
    known = {year: counted.get(f"year:{year}", 0) for year in calendars.awaited(now)}
    lacking = {year: marks for year, marks in known.items() if marks < len(calendars.MARKS)}
    says = "calendar_part" if lacking and all(lacking.values()) else ""
    return Check(code="calendar", ok=not lacking, says=says, facts={"years": joined(map(str, lacking))})


def _legal(now: datetime) -> Check:
    missing = publications.unpublished(on=timezone.localtime(now).date())
    return Check(code="legal", ok=not missing, blocks=True, facts={"missing": joined(missing)})


def _mail(now: datetime) -> Check:
    """Check the mail server by its trial, and by what became of real letters since."""
    server = lookup.mail_server()
    if server is None and not django_settings.SMTP:
        return Check(code="mail", ok=False, facts={"host": "", "fault": ""})
    host = server.host if server else "ANXIN_SMTP"
    since = max(filter(None, (now - rules.LETTERS_FOR, server.kept_at if server else None)))
    refused = outbox.refused("mail", since=since)
    tried_since = server is not None and server.tried_at is not None and refused.at and server.tried_at > refused.at
    if refused.count >= rules.LETTERS and not (tried_since and server and not server.fault):
        facts = {"host": host, "count": refused.count, "fault": refused.why}
        return Check(code="mail", ok=False, says="letters", facts=facts)
    ok = server is None or (server.tried_at is not None and not server.fault)
    return Check(code="mail", ok=ok, facts={"host": host, "fault": server.fault if server else ""})


def _backup(now: datetime) -> Check:
    tried = lookup.tried_backup()
    fault = tried.fault if tried else ""
    newest = lookup.latest_backup() if fault else tried
    fresh = newest is not None and now - newest.at <= rules.BACKUP_AGE
    at = newest.at.isoformat(timespec="minutes") if newest else ""
    ok = fresh and not fault
    return Check(code="backup", ok=ok, says="unwritten" if fault else "", facts={"at": at, "fault": fault})


def _disk() -> Check:
    """Check how much room the disk of the data folder has left."""
    room = disk_usage(django_settings.DATA)
    facts = {"free": f"{room.free / GB:.1f}", "all": f"{room.total / GB:.0f}"}
    return Check(code="disk", ok=not rules.disk_is_low(room.free, room.total), facts=facts)


def _uploads(taken: int, now: datetime) -> Check:
    """Check how much of what is kept for strangers' unfinished uploads is taken: four fifths are too much."""
    here, most = taken >> 20, settings.get(limits.STRANGERS.name, at=now)
    return Check(code="uploads", ok=here * 5 < most * 4, facts={"here": here, "most": most})


def _brand_checks(known: list[ProviderHealth], address: str, now: datetime) -> Iterable[Check]:
    brands = departures.staying()
    today = timezone.localtime(now).date()
    living = {"from_at__lte": now, "to_at": None}
    counts = Q(to_at=None) | Q(to_at__gt=now)  # one that another follows goes on until that one begins
    signs = Exists(attestations.living_keys(OuterRef("pk"), now=now))
    hotlines = attestations.living(today).filter(kind="hotline")
    shifts = Shift.objects.values("technician")
    who: dict[str, set[UUID | None]] = {
        "key": _set(brands.filter(signs), "pk"),
        "hotline": {one.brand_id for one in hotlines if attestations.verifies(one)},
        "products": set(held := way_checks.classes()),
        "prices": set(unpriced := goods.unpriced_classes(held, on=today)),
        "terms": _set(WarrantyTerm.objects.filter(from_date__lte=today), "brand"),
        "outlets": set(territories.brands_asked(now=now)),
        "technicians": _set(
            Engagement.objects.filter(**living, technician__paused_at=None, technician__in=shifts), "brand"
        ),
    }
    promises = _set(PromiseProfile.objects.filter(counts, from_at__lte=now, withdrawn_at=None, peak=False), "brand")
    typed = network.typed_hotlines(now=now)
    opened, played = _set(Opening.objects.filter(shut_at=None), "brand"), rehearsals.newest_of_all()
    areas = gaps.areas_of(day=today, now=now)
    missing = gaps.served_gaps(brands, day=today, now=now, areas=areas) if who["outlets"] else {}
    unentered = sign_ins.unentered(areas, now=now)
    own = {one.pk: there for one, there in _own_addresses(address, brands)}
    for one in brands:
        found = {code: one.pk in there for code, there in who.items()}
        found["promise"] = bool({None, one.pk} & promises)
        for code, ok in found.items():
            check = Check(code=code, ok=ok, brand=one.slug, brand_name=one.name, blocks=code in BLOCKING)
            number = typed.get(str(one.pk), "") if code == "hotline" and not ok else ""
            yield replace(check, says="typed", facts={"number": number}) if number else check
        if bare := unpriced.get(one.pk):
            named = goods.class_names(bare, now=now).values()
            facts = {"goods": joined(named)}
            yield _of_brand(Check(code="prices", ok=False, says="unpriced", facts=facts), one)
        row = played.get(one.pk)
        ok = one.pk in opened or rehearsals.still_counts(row)  # one that is open was rehearsed
        yield replace(_of_brand(rehearsals.check(row, ok=ok, now=now), one), blocks=True)
        if one.pk in own:
            yield _of_brand(_tls(own[one.pk], known, now), one)
        if found["outlets"]:
            count = missing.get(one.pk, 0)
            yield Check(code="gaps", ok=not count, brand=one.slug, brand_name=one.name, facts={"count": count})
        if found["technicians"]:
            yield _entered(one, unentered.get(one.pk))
    yield from way_checks.checks([one for one in brands if one.pk in who["outlets"]], held, now)


def _entered(brand: Organisation, found: sign_ins.Unentered | None) -> Check:
    """Check whether the technicians at work for a brand have signed in."""
    if found is None:
        return Check(code="entered", ok=True, brand=brand.slug, brand_name=brand.name)
    named, more = found.outlets[:NAMED], len(found.outlets) - NAMED
    outlets = joined((*named, f"+{more}") if more > 0 else named)
    facts = {"count": found.count, "outlets": outlets, "counties": found.counties}
    says = "silent" if outlets else ""
    return Check(code="entered", ok=False, brand=brand.slug, brand_name=brand.name, says=says, facts=facts)


GB = 2**30
NAMED = 5
"""So many outlets where nobody has signed in are named."""
OTHERS = (
    *(wechat.KIND, timestamping.KIND, accounts.KIND, issuers.KIND, robots.KIND, numbers.KIND, oidc.KIND),
    shops.KIND,
)
BLOCKING = frozenset({"hotline", "products", "prices", "outlets", "technicians", "promise"})


def _set[T: Model](rows: QuerySet[T], column: str) -> set[UUID | None]:
    return set(rows.order_by().values_list(column, flat=True).distinct())
