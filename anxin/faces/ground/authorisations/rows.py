"""Authorisations in words: what stands in a row of the list, what happened, what a certificate's end means."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anxin.core import wording
from anxin.core.timeline import EntryView
from anxin.core.wording import joined
from anxin.domain.goods.wording import SKILLS
from anxin.domain.network import queries
from anxin.domain.network.queries import AuthorisationView, CertificateView, ScanView
from anxin.domain.network.queries.scope_readings import word_said
from anxin.domain.network.wording.genuineness import KINDS, PAPERS
from anxin.domain.people import queries as people
from anxin.faces.ground.repair_parts import RecordLine
from anxin.faces.week_words import every_week, week
from anxin.faces.words import full_day

ICONS = {"hotline": "phone", "outlet": "store", "technician": "user", "part_batch": "package"}
SOON_DAYS = 30
WEEK_KEPT = "network.week_kept"
ENDINGS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/heic": "heic",
}


@dataclass(frozen=True, kw_only=True)
class AuthorisationRow:
    """One authorisation in words; `share` is how much of its time is over, in percent."""

    view: AuthorisationView
    url: str
    icon: str
    kind: str
    title: str
    about: str
    goods: str
    hours: str
    state: str
    then: str
    tone: str
    share: int


def row_of(view: AuthorisationView, *, url: str, many: bool) -> AuthorisationRow:
    """Say an authorisation."""
    total = max((view.to_date - view.from_date).days, 1)
    gone = total - view.days_left
    about = [view.brand if many else "", view.name and view.code, view.place, view.scope]
    return AuthorisationRow(
        view=view,
        url=url,
        icon=ICONS.get(view.kind, "file-text"),
        kind=str(KINDS.get(view.kind, view.kind)),
        title=view.name or view.code,
        about=" · ".join(filter(None, about)),
        goods=word_said(view.kind, view.signed, view.said),
        hours=week(view.hours),
        state=wording.state("authorisation", view.state),
        then=_then(view),
        tone=_tone(view),
        share=min(max(100 * gone // total, 0), 100),
    )


def _then(view: AuthorisationView) -> str:
    if view.key_lost:
        return _("its key is lost; to be signed anew")
    if not view.holds:
        return ""
    if view.days_left > SOON_DAYS:
        return ""
    if not view.days_left:
        return _("ends today")
    return ngettext("ends in {n} day", "ends in {n} days", view.days_left).format(n=view.days_left)


def _tone(view: AuthorisationView) -> str:
    if view.paused:
        return "red"
    if view.waits or (view.holds and view.days_left <= SOON_DAYS):
        return "amber"
    return "teal" if view.holds else ""


def record_of(entries: Iterable[EntryView]) -> list[RecordLine]:
    """Return what happened to an authorisation, by whom and why."""
    several = list(entries)
    names = people.account_names(one.actor_id for one in several)
    return [
        RecordLine(
            at=one.at,
            who=names.get(one.actor_id, ""),
            by_system=one.actor_kind == "system",
            what=one.sentence,
            why=_why(one),
            audience="",
            erased_on=None,
        )
        for one in several
    ]


def _why(one: EntryView) -> str:
    told_papers = one.facts.get("papers", [])
    seen = [str(PAPERS[code]) for code in (told_papers if isinstance(told_papers, list) else []) if code in PAPERS]
    told = one.private.get("why")
    text = told.text or "" if told else ""
    return joined([*seen, *([every_week(text) if one.code == WEEK_KEPT else text] if text else [])])


@dataclass(frozen=True, kw_only=True)
class ScanRow:
    """A scan in words."""

    view: ScanView
    paper: str
    kind: str


def scans_of(views: Iterable[ScanView]) -> list[ScanRow]:
    """Say the scans of an authorisation."""
    return [
        ScanRow(
            view=one,
            paper=str(PAPERS.get(one.paper, one.paper)),
            kind="PDF" if one.kind == "application/pdf" else _("picture"),
        )
        for one in views
    ]


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One certificate in words."""

    view: CertificateView
    skill: str
    until: str
    then: str
    tone: str


def paper_of(view: CertificateView) -> Paper:
    """Say a certificate, and what its end means."""
    left = view.days_left
    if view.over:
        then, tone = _("over: he is not sent for this any more"), "red"
    elif left is not None and left <= SOON_DAYS:
        then, tone = ngettext("{n} day left", "{n} days left", left).format(n=left), "amber"
    else:
        then, tone = "", ""
    until = _("until {day}").format(day=full_day(view.until_date)) if view.until_date else _("without end")
    return Paper(view=view, skill=str(SKILLS.get(view.skill, view.skill)), until=until, then=then, tone=tone)


def key_then(view: queries.KeyView, now: datetime) -> str:
    """Return what is to be known of a key."""
    if view.lost_from and view.lost_from > view.from_at:
        return _("lost since {day}: what it has signed since then has to be signed anew").format(
            day=full_day(view.lost_from)
        )
    if view.lost:
        return _("lost: what it has signed has to be signed anew")
    if not view.living:
        return _("signs no more; what it has signed stays valid")
    if view.days_left is None:
        return _("kept here, sealed") if view.here else _("its private half is with the brand")
    return ngettext("signs for {n} more day", "signs for {n} more days", view.days_left).format(n=view.days_left)
