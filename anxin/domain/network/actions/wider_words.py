"""A technician can do more than a brand's word for him is for: the brand is asked for a word that is for it, too."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.utils import translation

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.timeline import StreamKey
from anxin.core.wording import joined
from anxin.domain.network.actions import authorisations
from anxin.domain.network.models import Authorisation, Technician
from anxin.domain.network.queries import attestations, narrow_words, scope_readings, standings, vouch_rows
from anxin.domain.network.rules import scopes


def ask_wider(*, technician: Technician, taught: Collection[str], by: Actor, now: datetime) -> None:
    """Ask each brand whose word isn't for what he was taught for one that is; the same twice is once.

    What he could do before and the brand left out it isn't asked for again, nor where a sentence leaves a doubt.
    """
    for word, lacks in narrow_words.narrow_words(technician, now=now):
        skills = tuple(one for one in lacks if one in taught)
        newest = vouch_rows.word_of(word.brand.slug, word.kind, word.code) or word
        known = attestations.goods_for(newest)
        more = [one for one in skills if not scopes.is_for(known, one)]
        if not more or not known:
            continue
        goods = scopes.written((*(newest.goods.split() or scopes.named(newest.scope)), *more))
        said = _wider(newest, more)
        new = instead(authorisation=newest, held=word, scope=said, goods=goods, by=by, now=now)
        if not standings.waiting_of(new):
            told = {"reference": new.number, "kind": new.kind, "changes": ["skills"]}
            stream = StreamKey("organisation", str(new.brand_id))
            timeline.write(stream, authorisations.CHANGE_ASKED, by=by, now=now, facts=told)


def instead(
    *,
    authorisation: Authorisation,
    scope: tuple[str, str],
    goods: str,
    by: Actor,
    now: datetime,
    held: Authorisation | None = None,
) -> Authorisation:
    """Apply for the same word for other goods, in the place of one that waits; from the first day of one `held`."""
    row, waits, since = authorisation, standings.waiting_of(authorisation), held or authorisation
    if row.state in ("applied", "checked"):
        authorisations.refuse(authorisation=row, why=authorisations.REPLACED, by=SYSTEM, now=now)
    return authorisations.copy(
        authorisation=row,
        from_date=since.from_date,
        to_date=max(since.to_date, row.to_date),
        waiting=waits,
        scope=scope,
        goods=goods,
        by=by,
        now=now,
    )


def _wider(row: Authorisation, skills: Collection[str]) -> tuple[str, str]:
    """Return the sentence of a word with some goods besides, in the language of the house and in English.

    Where there is no room for them it stays as it is.
    """
    with translation.override(settings.LANGUAGE_CODE):
        scope = _named(row.scope, skills)
    with translation.override("en"):
        return scope, _named(row.scope_en, skills) if row.scope_en else ""


def _named(scope: str, skills: Collection[str]) -> str:
    more = joined((scope, scope_readings.goods_said(skills)))
    return more if len(more) <= scope_readings.LONGEST else scope
