"""Follow-ups and reviews as the desk's parts read them."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.domain.quality import queries
from anxin.domain.quality.choices import ABOUT, GROUNDS
from anxin.domain.quality.commands import CONTESTS
from anxin.domain.quality.wording import ANSWERS, ASPECTS, CLOCKS, REASONS, STARS, TAGS
from anxin.faces import pagination, shared
from anxin.faces.ground import repair_parts
from anxin.faces.pagination import Filter


def pane(request: HttpRequest, *, now: Any, open_: str = "") -> dict[str, Any]:
    """Return the list of follow-ups for its pane."""
    only = request.GET.get("show", "")
    only = only if only in queries.ONLY else ""
    found = queries.follow_ups(shared.actor_of(request), now=now, only=only)
    kept = f"?show={only}" if only else ""
    rows = [row_of(one, kept=kept, open_=str(one.id) == open_) for one in found.rows]
    return {
        "rows": rows,
        "first": rows[0] if found.to_call else None,
        "total": pagination.said(found.waits),
        "filters": _filters(found),
        "base": reverse("desk:follow_ups"),
        "part": pagination.query(request, {"part": "queue", "open": open_ or None}),
        "only": only,
    }


def _filters(found: queries.FollowUps) -> list[Filter]:
    aside = ((one, wording.state("follow_up", one), found.counts.get(one, 0)) for one in queries.ASIDE)
    return [
        Filter(value="", name=_("to call"), count=pagination.said(found.waits)),
        Filter(value="late", name=_("late"), count=pagination.said(found.late), tone="red"),
        *(Filter(value=state, name=name, count=pagination.said(n)) for state, name, n in aside),
        Filter(value="over", name=pgettext("follow-ups", "done")),
    ]


def row_of(one: queries.FollowUpRow, *, kept: str = "", open_: bool = False) -> repair_parts.ShownRow:
    """Return a follow-up as a row of the queue."""
    return repair_parts.ShownRow(
        url=reverse("desk:follow_up", args=[one.id]) + kept,
        number=one.number,
        title=one.product,
        place=f"{one.county} {one.customer.name}",
        waits=str(REASONS[one.reason]) if one.ended_at is None else wording.state("follow_up", one.state),
        clock=repair_parts.clock_of(one.clock, CLOCKS),
        open=open_,
    )


def review_of(one: queries.ReviewView | None) -> dict[str, Any] | None:
    """Return a review with its words."""
    if one is None:
        return None
    return {
        "review": one,
        "overall": STARS[one.overall],
        "stars": [(ASPECTS[name], stars) for name, stars in one.stars],
        "tags": [TAGS[tag] for tag in one.tags],
    }


def answers_of(answers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what was answered, question by question."""
    said = {"yes": _("yes"), "no": _("no"), "unknown": _("not said")}
    return [(str(ANSWERS[name]), said[value]) for name, value in answers]


def contests_of(rows: Iterable[queries.ContestRow], actor: Actor) -> list[dict[str, Any]]:
    """Return what technicians contest, each with what this person may say of it."""
    return [
        {
            "contest": one,
            "state": wording.state("contest", one.state),
            "about": ABOUT[one.about],
            "ground": GROUNDS.get(one.ground, ""),
            "review": review_of(one.review),
            "pictures": [reverse("desk:contest_picture", args=[one.id, file]) for file in one.pictures],
            **_judging(one, actor),
        }
        for one in rows
    ]


def _judging(one: queries.ContestRow, actor: Actor) -> dict[str, Any]:
    """Return what this person may say of it, or why he may not."""
    allowed = CONTESTS.allowed(one.situation, actor)
    barred = allowed.why_not.get("uphold", "")
    return {
        "judgements": [(name, CONTESTS.commands[name].title) for name in allowed.names],
        "then": CONTESTS.commands["set-aside"].follows,
        "barred": wording.ERRORS[barred] if barred else "",
    }
