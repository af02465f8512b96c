"""A technician can do more than a brand's word for him is for: the brand is asked for a word that is for it, too."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.timeline import StreamKey
from anxin.domain.goods.wording import SKILLS
from anxin.domain.network.actions import authorisations
from anxin.domain.network.models import Authorisation, Technician
from anxin.domain.network.queries import narrow_words, standings, vouch_rows
from anxin.domain.network.rules import scopes

LONGEST = 120
"""So much room a scope has; beyond it the brand writes its own."""


def ask_wider(*, technician: Technician, taught: Collection[str], by: Actor, now: datetime) -> None:
    """Ask each brand whose word isn't for what he was taught for one that is; the same twice is once.

    What he could do before and the brand left out it isn't asked for again, nor what its sentence says it isn't for.
    """
    for word, lacks in narrow_words.narrow_words(technician, now=now):
        skills = tuple(one for one in lacks if one in taught)
        newest = vouch_rows.word_of(word.brand.slug, word.kind, word.code) or word
        if all(scopes.is_for(newest.scope, one) for one in skills):
            continue
        scope, scope_en = _wider(newest, skills)
        if max(len(scope), len(scope_en)) > LONGEST or not all(scopes.is_for(scope, one) for one in skills):
            continue
        waits = standings.waiting_of(newest)
        if newest.state in ("applied", "checked"):
            authorisations.refuse(authorisation=newest, why=authorisations.REPLACED, by=SYSTEM, now=now)
        new = authorisations.copy(
            authorisation=newest,
            from_date=word.from_date,
            to_date=max(word.to_date, newest.to_date),
            waiting=waits,
            scope=(scope, scope_en),
            by=by,
            now=now,
        )
        if not waits:
            told = {"reference": new.number, "kind": new.kind, "changes": ["skills"]}
            stream = StreamKey("organisation", str(new.brand_id))
            timeline.write(stream, authorisations.CHANGE_ASKED, by=by, now=now, facts=told)


def _wider(row: Authorisation, skills: tuple[str, ...]) -> tuple[str, str]:
    """Return what a word is for with some skills besides, in the language of the house and in English."""
    with translation.override(settings.LANGUAGE_CODE):
        scope = _named(row.scope, skills)
    with translation.override("en"):
        return scope, _named(row.scope_en, skills) if row.scope_en else ""


def _named(scope: str, skills: tuple[str, ...]) -> str:
    more = [str(SKILLS[one]) for one in skills if not scopes.is_for(scope, one)]
    names = pgettext("between names", ", ")
    beside = pgettext("between clauses", "; ") if scopes.read(scope).without else names
    return beside.join((scope, names.join(more)))
