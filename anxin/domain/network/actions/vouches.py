"""A brand's hotlines, outlets and technicians, entered with its word for them; its owner's entry is signed at once."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext as _

from anxin.core import tables
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.imports import Restored
from anxin.core.tables import Values, text_in
from anxin.domain.network import queries
from anxin.domain.network.actions import (
    authorisations,
    engagements,
    given_words,
    held_changes,
    placements,
    scans,
    settlements,
    wider_words,
)
from anxin.domain.network.actions.imports import outlets_and_technicians
from anxin.domain.network.models import Authorisation, Outlet, Technician
from anxin.domain.network.queries import scope_readings, standings, vouch_rows
from anxin.domain.network.queries.doubts import doubt_of
from anxin.domain.network.queries.imports import outlets_and_technicians as known
from anxin.domain.network.rules import ownership, scopes
from anxin.domain.network.rules.standings import PORTRAIT
from anxin.domain.people import queries as people

STANDS = ("scope", "scope_en", "goods", "from_date", "to_date", "hours", "lines")


def vouch_hotline(*, values: Values, by: Actor, now: datetime) -> None:
    """Enter a hotline."""
    lines = None if values["lines"] is None else int(values["lines"])
    _vouch("hotline", str(values["number"]), values, by=by, now=now, hours=text_in(values, "hours"), lines=lines)


def vouch_outlet(*, values: Values, by: Actor, now: datetime) -> None:
    """Enter an outlet, what it serves for this brand, and the brand's word for it."""
    brand, code = str(values["brand"]), str(values["code"])
    authorisations.keeps(people.organisation(brand), by)
    before = known.imported_outlet({"code": code})
    theirs = vouch_rows.others_of(before and before["serves"], brand, brand_first=True)
    own = [f"{brand}:{one}" for one in str(values["serves"]).split(", ")]
    change = held_changes.change("outlet", code, before, values)
    outlets_and_technicians.import_outlet(
        values={**change.told, "serves": tables.many(sorted({*theirs, *own}))}, by=by, now=now
    )
    if before is None:
        settlements.ask_all_anew("outlet", code, now=now)
    subject = str(Outlet.objects.get(code=code).pk)
    _vouch("outlet", code, values, by=by, now=now, subject_key=subject, change=change)


def vouch_technician(*, values: Values, by: Actor, now: datetime) -> None:
    """Enter a technician, where he works for this brand, and the brand's word for him."""
    brand, number = str(values["brand"]), str(values["number"])
    authorisations.keeps(people.organisation(brand), by)
    before = known.imported_technician({"number": number})
    theirs = vouch_rows.others_of(before and before["works"], brand, brand_first=False)
    outlets = str(values["outlet"]).split(", ")
    waits = vouch_rows.need_yes(number, brand, outlets)
    held = str((before and before["works"]) or "").split(", ") if waits else []
    own = [f"{one}:{brand}" for one in outlets if one not in waits]
    own += [one for one in held if tables.pair(one)[1:] == (brand,)]  # he stays where he is until somebody said yes
    change = held_changes.change("technician", number, before, values)
    outlets_and_technicians.import_technician(
        values={**change.told, "works": tables.many(sorted({*theirs, *own}))}, by=by, now=now
    )
    if before is None:
        settlements.ask_all_anew("technician", number, now=now)
    row = Technician.objects.get(number=number)
    placements.ask(technician=row, brand=people.organisation(brand), outlets=waits, by=by, now=now)
    _vouch("technician", number, values, by=by, now=now, subject_key=str(row.pk), change=change)


def _vouch(
    kind: str,
    code: str,
    values: Values,
    *,
    by: Actor,
    now: datetime,
    subject_key: str = "",
    hours: str = "",
    lines: int | None = None,
    change: held_changes.Change = held_changes.NONE,
) -> None:
    """Apply for an authorisation that differs from the present one; the owner's own is signed and takes its place.

    It differs, too, where who is to stand behind the number does; until it is signed nobody else stands there.
    """
    brand = people.organisation(str(values["brand"]))
    scope, scope_en, goods = text_in(values, "scope"), text_in(values, "scope_en"), scope_readings.goods_in(values)
    row, papers = vouch_rows.word_of(brand.slug, kind, code), vouch_rows.scans_named(kind, values)
    from_date, to_date = date.fromisoformat(str(values["from"])), date.fromisoformat(str(values["to"]))
    wanted = (scope, scope_en, goods, from_date, to_date, hours, lines)
    if row is not None and not change.is_other_than(row) and tuple(getattr(row, name) for name in STANDS) == wanted:
        scans.bring(authorisation=row, papers=papers, by=by, now=now)
        return
    face = {name: value for name, value in standings.waiting_of(row).items() if name == PORTRAIT}
    if row is not None:
        held_changes.drop(row, by=by, now=now)
    row = vouch_rows.word_of(brand.slug, kind, code)
    if row is not None and not change.waits and tuple(getattr(row, name) for name in STANDS) == wanted:
        held_changes.ask(kind, code, face, by=by, now=now)
        return
    new = authorisations.apply(
        brand=brand,
        kind=kind,
        code=code,
        scope=scope,
        scope_en=scope_en,
        goods=goods,
        from_date=from_date,
        to_date=to_date,
        hours=hours,
        lines=lines,
        subject_key=subject_key,
        waiting=change.waits,
        by=by,
        now=now,
    )
    scans.bring(authorisation=new, papers=papers, by=by, now=now)
    conclude(authorisation=new, by=by, now=now)
    held_changes.ask(kind, code, face, by=by, now=now)  # a picture is signed for by who saw it, not with a row


def conclude(*, authorisation: Authorisation, by: Actor, now: datetime) -> None:
    """Take the brand's owner at his word: what he enters himself is checked, and signed where his key is kept here.

    What others enter waits for a check and for his signature; a hotline in doubt for somebody of the desk.
    """
    brand = authorisation.brand
    if not authorisations.is_owner(brand, by):
        return
    authorisations.approve(authorisation=authorisation, by=by, now=now, entered=True)
    key = queries.living_keys(brand, now=now).first()
    if key is not None and key.private_sealed and doubt_of(authorisation) is None:
        given_words.authorise(authorisation=authorisation, by=by, now=now)


def renew(
    *, authorisation: Authorisation, to_date: date, by: Actor, now: datetime, goods: Collection[str] = ()
) -> Authorisation:
    """Renew an authorisation; the owner's own is signed at once."""
    told = scopes.written(goods)
    new = authorisations.renew(authorisation=authorisation, to_date=to_date, goods=told, by=by, now=now)
    conclude(authorisation=new, by=by, now=now)
    return new


def set_goods(
    *,
    authorisation: Authorisation,
    goods: Collection[str] = (),
    scope: str = "",
    scope_en: str = "",
    by: Actor,
    now: datetime,
) -> Authorisation:
    """Apply for the same word for these goods, or for those it is proposed for; the owner's own is signed at once.

    Raises `core.invalid` where none are said and he can do nothing; the same again changes nothing.
    """
    authorisations.keeps(authorisation.brand, by)
    wanted = scopes.written(goods) or scope_readings.proposed(authorisation, now=now)
    if not wanted:
        raise Invalid("goods", expected=_("at least one"), got="")
    said = (scope, scope_en) if scope else scope_readings.sentence_for(authorisation, wanted)
    if (authorisation.goods, authorisation.scope, authorisation.scope_en) == (wanted, *said):
        return authorisation
    new = wider_words.instead(authorisation=authorisation, scope=said, goods=wanted, by=by, now=now)
    conclude(authorisation=new, by=by, now=now)
    return new


def take_scans_back(kind: str, code: str) -> Restored:
    """Return what takes the scans of a row back that it added to a word for somebody; `code` is its column."""

    def restored(*, before: Values, after: Values, by: Actor, now: datetime) -> None:
        row = vouch_rows.word_of(after["brand"], kind, after[code])
        if row is not None:
            papers = vouch_rows.scans_added(kind, before, after)
            scans.take_back_added(authorisation=row, papers=papers, by=by, now=now)

    return restored


def unvouch_hotline(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an entered hotline back; what was signed stays known as retired."""
    _unvouch("hotline", key, key["number"], by=by, now=now)


def unvouch_outlet(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an entered outlet back, whole where no other brand ever had it or asks for it."""
    brand, code = str(key["brand"]), str(key["code"])
    _unvouch("outlet", key, code, by=by, now=now)
    row = Outlet.objects.get(code=code)
    if not ownership.is_alone(brand, vouch_rows.served(row)) or standings.is_shared("outlet", code, beside=brand):
        engagements.serve(outlet=row, brand=people.organisation(brand), areas=(), by=by, now=now)
    else:
        outlets_and_technicians.remove_outlet(key={"code": code}, by=by, now=now)


def unvouch_technician(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an entered technician back, whole where no other brand ever had him or asks for him."""
    brand, number = str(key["brand"]), str(key["number"])
    _unvouch("technician", key, number, by=by, now=now)
    row = Technician.objects.get(number=number)
    living = row.engagements.filter(to_at=None).select_related("outlet", "brand", "technician")
    alone = ownership.is_alone(brand, vouch_rows.worked(row))
    if alone and not standings.is_shared("technician", number, beside=brand):
        outlets_and_technicians.remove_technician(key={"number": number}, by=by, now=now)
        return
    placements.ask(technician=row, brand=people.organisation(brand), outlets=(), by=by, now=now)
    for one in living.filter(brand__slug=brand):
        engagements.release(engagement=one, by=by, now=now)


def _unvouch(kind: str, key: Values, code: object, *, by: Actor, now: datetime) -> None:
    row = vouch_rows.word_of(key["brand"], kind, code)
    if row is None:
        return
    scans.take_back(authorisation=row, by=by, now=now)
    if row.state in ("applied", "checked"):
        authorisations.refuse(authorisation=row, why=authorisations.REPLACED, by=by, now=now)
    else:
        authorisations.revoke(authorisation=row, why=authorisations.REPLACED, by=by, now=now)
