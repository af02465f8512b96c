"""Each figure of the page: its finding as heading, its measure, the table behind it, where its rows lead."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anxin.core import money, settings
from anxin.core.actors import Actor
from anxin.domain.insight import queries, rules
from anxin.domain.insight.rules import Share
from anxin.domain.insight.wording import AGES, BANDS, MONEY, OUTCOMES, STAGES
from anxin.domain.quality.wording import ASPECTS, STARS
from anxin.domain.repairs.wording import CLOCKS
from anxin.faces.ground import tiles
from anxin.faces.words import short_day

type Cell = str | int | float


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure as `{% chart %}` reads it; `plain` are the rows as text and numbers for the CSV."""

    key: str
    kind: str
    finding: str
    measure: str
    columns: tuple[str, ...]
    plain: tuple[tuple[Cell, ...], ...]
    goal: int | None = None
    unit: str = ""
    enough: bool = True
    too_few: str = ""
    too_few_hint: str = ""
    csv_url: str = ""
    links: Mapping[int, str] = field(default_factory=dict)

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """Return the table's rows; a first cell that leads somewhere is a link."""
        return [
            (format_html('<a href="{}">{}</a>', self.links[n], row[0]) if n in self.links else row[0], *row[1:])
            for n, row in enumerate(self.plain)
        ]


@dataclass(kw_only=True)
class Book:
    """The figures of one request, read once."""

    actor: Actor
    scope: queries.Scope
    now: datetime

    def __post_init__(self) -> None:
        """Read what the figures are made of."""
        sums = queries.sums(self.actor, scope=self.scope)
        self.repairs, self.claims = queries.repair_figures(sums), queries.claim_figures(sums)
        self.money = queries.money(sums)
        self.goal: int = settings.get("insight.goal_percent", at=self.now)
        self.leads = self.actor.may(frozenset({"agent", "dispatcher", "operator"}))

    def csv(self, key: str) -> str:
        """Return the address of a figure's CSV with the same days and brand."""
        asked = {"from": self.scope.from_date.isoformat(), "to": self.scope.to_date.isoformat()}
        asked |= {"brand": self.scope.brand} if self.scope.brand else {}
        return f"{reverse('desk:insight_table', args=[key])}?{urlencode(asked)}"


def promises(book: Book) -> Figure:
    """Show how many promises were kept, by kind."""
    shares = book.repairs.promises
    worst = rules.worst(shares.items(), goal=book.goal)
    if worst:
        finding = _("“{name}” lies furthest below the goal").format(name=CLOCKS[worst])
    elif all(one.speaks for one in shares.values()):
        finding = _("All promises kept their goal of {goal} %").format(goal=book.goal)
    else:
        finding = _("How far promises were kept")
    return _shares(
        book,
        key="promises",
        finding=finding,
        measure=_("Promises that ended, kept in time; the line is the goal"),
        first=_("Promise"),
        rows=[(str(CLOCKS[kind]), one) for kind, one in shares.items()],
        enough=any(one.speaks for one in shares.values()),
    )


def _shares(
    book: Book,
    *,
    key: str,
    finding: str,
    measure: str,
    first: str,
    rows: Sequence[tuple[str, Share]],
    enough: bool,
    links: Mapping[int, str] | None = None,
) -> Figure:
    return Figure(
        key=key,
        kind="bar",
        finding=finding,
        measure=measure,
        columns=(first, _("kept, %"), _("ended"), pgettext("promise", "kept")),
        plain=tuple((name, one.told if one.told is not None else "—", one.total, one.held) for name, one in rows),
        goal=book.goal,
        unit="%",
        enough=enough,
        too_few=_("Too few to say anything"),
        too_few_hint=_("A share is drawn from {n} cases on; until now fewer have ended in these days.").format(
            n=rules.LEAST
        ),
        csv_url=book.csv(key),
        links=links or {},
    )


def by_brand(book: Book) -> Figure:
    """Show the promises kept by brand."""
    rows = [(name, one) for name, one in book.repairs.by_brand.items() if one.speaks]
    worst = rules.worst(rows, goal=book.goal)
    finding = (
        _("{brand} lies furthest below the goal").format(brand=worst) if worst else _("Every brand keeps the goal")
    )
    return _shares(
        book,
        key="brands",
        finding=finding,
        measure=_("Promises kept by brand, from {n} on").format(n=rules.LEAST),
        first=_("Brand"),
        rows=sorted(rows, key=lambda one: one[1].percent or 0),
        enough=bool(rows),
    )


def by_province(book: Book) -> Figure:
    """Show the promises kept by province, the worst first."""
    rows = [(code, one) for code, one in book.repairs.by_province.items() if one.speaks and code]
    rows.sort(key=lambda one: (one[1].percent or 0, -one[1].total))
    finding = (
        _("{place} waits longest").format(place=tiles.name_of(rows[0][0]))
        if rows and (rows[0][1].percent or 0) < book.goal
        else _("Every province keeps the goal")
    )
    links = {n: f"{reverse('desk:board')}?place={code}" for n, (code, _one) in enumerate(rows[:6])}
    return _shares(
        book,
        key="provinces",
        finding=finding,
        measure=_("Promises kept by province, the six lowest, from {n} on").format(n=rules.LEAST),
        first=_("Province"),
        rows=[(tiles.name_of(code), one) for code, one in rows[:6]],
        enough=bool(rows),
        links=links if book.actor.may(frozenset({"dispatcher", "operator"})) else {},
    )


def first_fix(book: Book) -> Figure:
    """Show how many were put right at the first visit, week by week."""
    weeks = [(week, one) for week, one in book.repairs.weeks.items() if one.total]
    whole = book.repairs.at_once
    drawn = [(week, one) for week, one in weeks if one.speaks]
    moved = rules.trend([one for _week, one in drawn])
    if moved is not None and moved > 0:
        finding = _("Put right at once: up {points} points, {percent} % of {n}").format(
            points=moved, percent=whole.percent, n=whole.total
        )
    elif whole.speaks:
        finding = _("Put right at once: {percent} % of {n}").format(percent=whole.percent, n=whole.total)
    else:
        finding = _("How many were put right at once")
    return Figure(
        key="first-fix",
        kind="line",
        finding=finding,
        measure=_("Put right at the first visit and not redone, by the week of the report"),
        columns=(_("Week from"), "%"),
        plain=tuple((_week(week, one), one.percent or 0.0) for week, one in drawn),
        unit="%",
        enough=len(drawn) > 1,
        too_few=_("Not two weeks with repairs yet"),
        too_few_hint=_("The line needs at least two weeks with {n} finished repairs each.").format(n=rules.LEAST),
        csv_url=book.csv("first-fix"),
    )


def _week(week: date, one: Share) -> str:
    return ngettext("{day} ({n})", "{day} ({n})", one.total).format(day=short_day(week), n=one.total)


def ages(book: Book) -> Figure:
    """Show what is open now, by stage and age."""
    counts = queries.ages(book.actor, brand=book.scope.brand, now=book.now)
    total = sum(sum(row.values()) for row in counts.values())
    old = sum(row["month"] + row["older"] for row in counts.values())
    finding = (
        ngettext("{n} repair is open for more than a week", "{n} repairs are open for more than a week", old).format(
            n=old
        )
        if old
        else _("Nothing is open for more than a week")
    )
    leads = f"{reverse('desk:repairs')}?{urlencode({'brand': book.scope.brand, 'sort': 'oldest'})}"
    return Figure(
        key="ages",
        kind="heat",
        finding=finding,
        measure=_("Open now by stage and age, whatever days are chosen"),
        columns=(_("Stage"), *(str(AGES[name]) for name in AGES)),
        plain=tuple((str(STAGES[stage]), *row.values()) for stage, row in counts.items()),
        enough=total > 0,
        too_few=_("Nothing is open"),
        too_few_hint=_("Every repair has come to its end."),
        csv_url=book.csv("ages"),
        links=dict.fromkeys(range(len(counts)), leads) if book.leads else {},
    )


def claims(book: Book) -> Figure:
    """Show how claims ended by how early a person should look."""
    found = book.claims
    looked = {band: row for band, row in found.outcomes.items() if sum(row.values())}
    backed = rules.backed(found.outcomes["high"])
    finding = (
        _("Of {n} claims to look at first, {backed} still went to the buyer").format(n=backed.total, backed=backed.held)
        if backed.total
        else _("How claims ended, by how early a person should look")
    )
    return Figure(
        key="claims",
        kind="stack",
        finding=finding,
        measure=ngettext(
            "{n} claim; the band only says who looks and how long, never how it ends",
            "{n} claims; the band only says who looks and how long, never how they end",
            found.total,
        ).format(n=found.total),
        columns=(_("Attention"), *(str(OUTCOMES[name]) for name in rules.OUTCOMES)),
        plain=tuple((str(BANDS[band]), *row.values()) for band, row in looked.items()),
        enough=found.total > 0,
        too_few=_("No claim in these days"),
        too_few_hint=_("Choose other days, or all brands and shops."),
        csv_url=book.csv("claims"),
    )


def spent(book: Book) -> Figure:
    """Show what money moved for the cases of these days."""
    sums = book.money
    out = sums["refunded"] + sums["paid_out"] + sums["by_hand"]
    return Figure(
        key="money",
        kind="bar",
        finding=_("{paid} paid, {back} given back").format(
            paid=money.format_fen(sums["paid"]), back=money.format_fen(out)
        ),
        measure=_("In yuan, for the cases of these days; what no provider confirmed of what went back stands apart"),
        columns=(pgettext("money", "What"), _("yuan")),
        plain=tuple((str(MONEY[name]), f"{fen / 100:.2f}") for name, fen in sums.items()),
        enough=any(sums.values()),
        too_few=_("No money moved"),
        too_few_hint=_("Nothing was paid or given back for the cases of these days."),
        csv_url=book.csv("money"),
    )


def stars(book: Book) -> Figure:
    """Show how repairs were rated."""
    counts = book.repairs.stars
    n = sum(counts.values())
    mean = sum(stars * times for stars, times in counts.items()) / n if n else 0
    lowest = min(
        ((value, name) for name, (value, times) in book.repairs.aspects.items() if times >= rules.LEAST), default=None
    )
    finding = (
        _("{mean} of 5; lowest: {aspect}").format(mean=f"{mean:.2f}", aspect=ASPECTS[lowest[1]])
        if lowest
        else _("{mean} of 5").format(mean=f"{mean:.2f}")
    )
    return Figure(
        key="ratings",
        kind="bar",
        finding=finding,
        measure=ngettext("{n} customer rated", "{n} customers rated", n).format(n=n),
        columns=(_("Stars"), _("customers")),
        plain=tuple((str(STARS[number]), times) for number, times in counts.items()),
        enough=n >= rules.LEAST,
        too_few=_("Too few to say anything"),
        too_few_hint=ngettext(
            "{n} customer rated; ratings are shown from {least} on.",
            "{n} customers rated; ratings are shown from {least} on.",
            n,
        ).format(n=n, least=rules.LEAST),
        csv_url=book.csv("ratings"),
    )


FIGURES: dict[str, Callable[[Book], Figure]] = {
    "promises": promises,
    "first-fix": first_fix,
    "brands": by_brand,
    "provinces": by_province,
    "ages": ages,
    "ratings": stars,
    "money": spent,
    "claims": claims,
}
