"""Which legal texts in force tell other terms than are set, and how they would read with those."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from anxin.domain.network import queries as network
from anxin.domain.publications import rules
from anxin.domain.publications.models import Text
from anxin.domain.publications.queries import recipients, told_settings, told_terms
from anxin.domain.publications.queries.told_settings import Said
from anxin.domain.publications.wording import GONE


@dataclass(frozen=True, kw_only=True)
class OutdatedText:
    """A text in force that tells other terms than are set: which, and from when on an edition counts that doesn't."""

    code: str
    what: tuple[str, ...]
    retold: date | None


def outdated_texts(*, on: date, now: datetime) -> list[OutdatedText]:
    """Return the legal texts in force on a day that tell other terms than are set, or a hotline that is gone."""
    texts = Text.objects.filter(document__code__in=rules.LEGAL, document__brand=None, published_at__isnull=False)
    told = texts.order_by("document__code", "from_date", "number").values_list(
        "document__code", "from_date", "zh", "en"
    )
    rows = [(code, since, zh, en) for code, since, zh, en in told if since]
    if not rows:
        return []
    said = told_settings.said(now=now)
    gone = network.gone_hotlines(" ".join(f"{zh} {en}" for _code, _since, zh, en in rows), on=on)
    return [
        found
        for code, editions in groupby(rows, lambda one: one[0])
        if (found := _outdated(code, [(since, zh, en) for _code, since, zh, en in editions], on, said, gone, now))
    ]


def redrawn(code: str, zh: str, en: str, *, now: datetime) -> tuple[str, str]:
    """Return a legal text with the terms that are set now, the privacy notice with who gets something now, too."""
    told = told_settings.retold(code, zh, en, now=now)
    return told_terms.retold(*recipients.redrawn(*told, now=now), now=now) if code == recipients.NOTICE else told


def _outdated(
    code: str,
    editions: Iterable[tuple[date, str, str]],
    on: date,
    said: Said,
    gone: Collection[str],
    now: datetime,
) -> OutdatedText | None:
    """Return what the edition of a day tells otherwise; None where there is none, or it tells what is set."""
    known = list(editions)
    held = [(zh, en) for since, zh, en in known if since <= on]
    what = (*_differences(code, *held[-1], said, now), *_gone(*held[-1], gone)) if held else ()
    told = ((since, (*_differences(code, zh, en, said, now), *_gone(zh, en, gone))) for since, zh, en in known)
    right = (since for since, what in told if since > on and not what)
    return OutdatedText(code=code, what=what, retold=next(right, None)) if what else None


def _gone(zh: str, en: str, gone: Collection[str]) -> Iterator[str]:
    """Yield which hotlines that are gone a text names."""
    yield from (str(GONE).format(number=one) for one in gone if one in zh or one in en)


def _differences(code: str, zh: str, en: str, said: Said, now: datetime) -> Iterator[str]:
    if code == recipients.NOTICE:
        yield from told_terms.outdated(zh, en, now=now)
    yield from told_settings.differences(code, zh, en, said=said)
