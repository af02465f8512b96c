"""What is to stand behind a number once it is signed for, as pages and previews of files say it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from anxin.core.imports import hash_of
from anxin.core.tables import Values, text_in
from anxin.core.wording import joined
from anxin.domain.network.models import Authorisation, Technician
from anxin.domain.network.queries import placements, scope_readings, standings, vouch_rows
from anxin.domain.network.queries.attestations import HELD
from anxin.domain.network.queries.doubts import doubt_of
from anxin.domain.network.queries.replacements import skill_said
from anxin.domain.network.rules import identifiers
from anxin.domain.network.rules import standings as rules
from anxin.domain.network.wording.tables import DOUBTED, HELD_BACK, OUTLET_COLUMNS, PORTRAIT, TECHNICIAN_COLUMNS
from anxin.domain.people.models import Organisation

TITLES: Mapping[str, Mapping[str, object]] = {
    "outlet": OUTLET_COLUMNS,
    "technician": {**TECHNICIAN_COLUMNS, rules.PORTRAIT: PORTRAIT},
}


@dataclass(frozen=True, kw_only=True)
class HeldChange:
    """One thing that waits for a signature: what it is called, how it stands, how it is to stand."""

    title: str
    before: str
    after: str
    picture: bool = False


def changes_of(row: Authorisation) -> list[HeldChange]:
    """Return what an authorisation is to change once it is signed, a person masked."""
    waits, there = standings.waiting_of(row), standings.stand([row]).get(row.id, {})
    return [
        HeldChange(
            title=str(TITLES[row.kind][name]),
            before=_said(row.kind, name, there),
            after=_said(row.kind, name, waits),
            picture=name == rules.PORTRAIT,
        )
        for name in rules.FIELDS.get(row.kind, ())
        if name in waits
    ]


def _said(kind: str, name: str, told: Mapping[str, str]) -> str:
    value = told.get(name, "")
    if name == "skills":
        return joined(skill_said(one) for one in value.split(", ") if one)
    return standings.said(kind, name, value)


def held_said(kind: str, rows: Sequence[Values]) -> list[str]:
    """Return a sentence for each row that is to change who stands behind a number a brand vouches for."""
    told = {text_in(one, "code" if kind == "outlet" else "number"): one for one in rows}
    words = Authorisation.objects.filter(kind=kind, code__in=[code for code in told if code], state__in=HELD)
    several = list({one.code: one for one in words.order_by("id")}.values())
    there, found = standings.stand(several), []
    for word in several:
        stands, row = there.get(word.id, {}), told[word.code]
        wanted = {**stands, **{name: value for name, value in row.items() if value is not None}}
        changed = [str(TITLES[kind][name]) for name in rules.changes(kind, stands, wanted) if name not in rules.POINT]
        if changed:
            said = joined(changed)
            found.append(str(HELD_BACK).format(code=word.code, changes=said))
    return found


def portraits_said(rows: Sequence[Values]) -> list[str]:
    """Return a sentence for each row that brings another face for a number a brand vouches for (two queries)."""
    told = {text_in(one, "number"): hash_of(text_in(one, "picture"))[1] for one in rows if one.get("picture")}
    words = Authorisation.objects.filter(kind="technician", code=OuterRef("number"), state__in=HELD)
    shown = Technician.objects.filter(Exists(words), number__in=told).exclude(portrait="").order_by("number")
    return [
        str(HELD_BACK).format(code=number, changes=PORTRAIT)
        for number, face in shown.values_list("number", "portrait")
        if face != told[number]
    ]


def hotlines_said(rows: Sequence[Values]) -> list[str]:
    """Return a sentence for each hotline of a file that waits for the desk before anybody signs for it."""
    return [said for one in rows if one.get("brand") and one.get("number") for said in _waits(one)]


def _waits(values: Values) -> list[str]:
    number = text_in(values, "number")
    stands = vouch_rows.word_of(values["brand"], "hotline", number)
    row = Authorisation(kind="hotline", code=number, bare=identifiers.number_in(number))
    row.brand = stands.brand if stands else Organisation.objects.get(slug=values["brand"])
    doubt = None if stands is not None and stands.state in HELD else doubt_of(row)
    if doubt is None:
        return []
    whose = joined(one.name for one in doubt.whose)
    said = DOUBTED["others"].format(number=number, brand=whose) if whose else DOUBTED["false"].format(number=number)
    return [f"{said}{DOUBTED['waits']}"]


def technicians_said(rows: Sequence[Values], now: datetime) -> list[str]:
    """Return how the words of a file of technicians are read, and what of it waits for a yes."""
    return [*scope_readings.readings_said(rows), *placements.waits_said(rows, now)]
