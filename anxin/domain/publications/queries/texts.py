"""Texts by edition: what is in force on a day, what comes, what was; the draft somebody works on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import translation

from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.states import lock
from anxin.core.wording import in_language
from anxin.domain.goods.models import Symptom
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.people.wording.privacy import RIGHTS
from anxin.domain.publications import rules
from anxin.domain.publications.models import Document, Text
from anxin.domain.publications.queries import outdated_texts, recipients, told_settings, told_terms
from anxin.domain.publications.rules import TextSituation
from anxin.domain.publications.states import HELPS
from anxin.domain.publications.wording import LEGAL, OUTLETS_NOTE, STAYS_HERE

BUILT_IN = "2026-11"
"""The words of consent a house has that has published none of its own."""
BLANK = {"operator": "【公司全称】", "hotline": "【热线】", "address": "【公司注册地址】"}
"""What stands in a template for what nobody has set up yet."""


class NoSuchText(Missing):
    """Nobody publishes such a text, or it has no such edition."""

    code = "publications.no_such_text"


@dataclass(frozen=True, kw_only=True)
class TextView:
    """One edition as pages show it, in the reader's language."""

    number: int
    body: str
    zh: str
    en: str
    pictures: Mapping[str, str]
    note: str
    checked_by: str
    from_date: date | None
    published_at: datetime | None
    published_by: str

    @property
    def lines(self) -> list[str]:
        """Return the lines that say something."""
        return [one.strip() for one in self.body.splitlines() if one.strip()]


@dataclass(frozen=True, kw_only=True)
class DocumentView:
    """A text with its editions: the one in force, what comes, what was, and the draft."""

    code: str
    now: TextView | None = None
    coming: tuple[TextView, ...] = ()
    before: tuple[TextView, ...] = ()
    draft: TextView | None = None

    @property
    def published(self) -> tuple[TextView, ...]:
        """Return every published edition, the newest first."""
        return (*self.coming, *((self.now,) if self.now else ()), *self.before)


def document(code: str, *, brand: Organisation | None = None) -> Document:
    """Return the house's document of a code, or a brand's, kept or not yet; a guide only for a fault people can name.

    A brand has guides of its own for what it makes, and nothing else.
    """
    kept = Document.objects.filter(code=code, brand=brand).first()
    if kept is not None:
        return kept
    if code in rules.LEGAL and brand is None:
        return Document(code=code)
    if code.startswith(rules.HELP):
        category, _slash, symptom = code.removeprefix(rules.HELP).rpartition("/")
        made = brand is None or brand.products.filter(category=category).exists()
        if made and Symptom.objects.filter(category=category, code=symptom).exists():
            return Document(code=code, brand=brand)
    raise NoSuchText({"code": code[:80]})


def situation(row: Document, *, by: Actor, now: datetime, under_lock: bool = False) -> TextSituation:
    """Return the situation of a document; `under_lock` locks it first."""
    if under_lock and not row._state.adding:
        lock(row)
    legal = row.code in rules.LEGAL
    stale = legal and (told := beginning(row, now=now)) != outdated_texts.redrawn(row.code, *told, now=now)
    last = published(row).first() if row.brand_id and not row._state.adding else None
    return TextSituation(
        draft=draft_of(row) is not None,
        stale=stale and row.code == recipients.NOTICE,
        outdated=stale and row.code != recipients.NOTICE,
        theirs=is_theirs(row, by=by),
        own=last is not None and bool(last.zh),
        returned=last is not None and not last.zh,
    )


def is_theirs(row: Document, *, by: Actor) -> bool:
    """Return whether somebody may write a text: the house's people every one, a brand's people their brand's."""
    return by.may(frozenset(HELPS.split())) or (row.brand_id is not None and row.brand_id == by.house)


def draft_of(row: Document) -> Text | None:
    """Return the draft of a document."""
    return None if row._state.adding else Text.objects.filter(document=row, published_at=None).first()


def published(row: Document) -> QuerySet[Text]:
    """Return the published editions of a document, the newest first."""
    return Text.objects.filter(document=row, published_at__isnull=False).order_by("-from_date", "-number")


def view(code: str, *, on: date) -> DocumentView:
    """Return a text of the house with its editions as on a day (three queries)."""
    return view_of(document(code), on=on)


def view_of(row: Document, *, on: date) -> DocumentView:
    """Return a text with its editions as on a day (two queries)."""
    if row._state.adding:
        return DocumentView(code=row.code)
    editions = list(published(row))
    names = people.account_names(one.published_by for one in editions)
    shown = [text_view(one, names) for one in editions]
    held = [one for one in shown if one.from_date and one.from_date <= on]
    found = draft_of(row)
    return DocumentView(
        code=row.code,
        now=held[0] if held else None,
        coming=tuple(one for one in shown if one.from_date and one.from_date > on),
        before=tuple(held[1:]),
        draft=text_view(found, {}) if found else None,
    )


def edition(code: str, number: int) -> TextView:
    """Return one published edition; raises `NoSuchText` (three queries)."""
    row = document(code)
    found = None if row._state.adding else published(row).filter(number=number).first()
    if found is None:
        raise NoSuchText({"code": code[:80]})
    return text_view(found, people.account_names([found.published_by]))


def in_force(*, on: date) -> dict[str, int]:
    """Return which edition of each legal text counts on a day (one query)."""
    rows = Text.objects.filter(document__code__in=rules.LEGAL, published_at__isnull=False, from_date__lte=on)
    return dict(rows.order_by("from_date", "number").values_list("document__code", "number"))


def texts_since(*, on: date) -> dict[str, date]:
    """Return since when each legal text reads as it does on a day (one query)."""
    rows = Text.objects.filter(document__code__in=rules.LEGAL, published_at__isnull=False, from_date__lte=on)
    told = rows.order_by("from_date", "number").values_list("document__code", "from_date")
    return {code: since for code, since in told if since}


def unpublished(*, on: date) -> list[str]:
    """Return the texts without which nobody's data may be taken in, where none of their editions counts yet."""
    held = in_force(on=on)
    return [str(LEGAL[one]) for one in rules.NEEDED if one not in held]


def drafted() -> set[str]:
    """Return the codes of the texts somebody works on (one query)."""
    return set(Text.objects.filter(published_at=None).values_list("document__code", flat=True))


def consent_version(*, on: date, also: tuple[str, ...] = ()) -> str:
    """Return the words a consent is given in on a day: the editions of privacy notice and terms, or those built in.

    `also`: other texts that are agreed to with it, where one counts.
    """
    held = in_force(on=on)
    return ",".join(rules.version(code, held[code]) for code in (*rules.NEEDED, *also) if code in held) or BUILT_IN


def template(code: str, *, now: datetime) -> tuple[str, str]:
    """Return a first draft of a legal text, Chinese and English, with what the house knows filled in (two settings)."""
    return _template(code, "zh", "zh-hans", now), _template(code, "en", "en", now)


def beginning(row: Document, *, now: datetime) -> tuple[str, str]:
    """Return the words somebody goes on with: the draft, the newest edition, or the template, Chinese and English."""
    found = None if row._state.adding else (draft_of(row) or published(row).first())
    return (found.zh, found.en) if found is not None else template(row.code, now=now)


def known_blanks(*, now: datetime) -> dict[str, str]:
    """Return by blank what the house has been told since the draft began."""
    words = told_settings.words_of("zh", now=now)
    return {blank: words[gap] for gap, blank in BLANK.items() if gap in words}


def _template(code: str, suffix: str, language: str, now: datetime) -> str:
    if code not in rules.LEGAL:
        raise NoSuchText({"code": code[:80]})
    outside = recipients.first_lines(now=now)
    with translation.override(language):
        known = {
            **BLANK,
            **told_settings.words_of(suffix, now=now),
            "sees": told_terms.seen_lines(suffix, now=now),
            "keeps": told_terms.kept_lines(suffix, now=now),
            "rights": "\n".join(f"- {one}" for one in RIGHTS),
            "outlets_note": str(OUTLETS_NOTE),
            "recipients": outside[0] if suffix == "zh" else outside[1],
            "abroad": "【是否有信息传到境外】" if recipients.is_abroad_unknown(now=now) else str(STAYS_HERE),
        }
    return told_settings.template_of(code, suffix).format(**known).strip()


def text_view(row: Text, names: Mapping[str, str]) -> TextView:
    """Return an edition as pages show it; `names` are those of accounts."""
    return TextView(
        number=row.number,
        body=in_language(row.zh, row.en),
        zh=row.zh,
        en=row.en,
        pictures=row.pictures,
        note=row.note,
        checked_by=row.checked_by,
        from_date=row.from_date,
        published_at=row.published_at,
        published_by=names.get(row.published_by, ""),
    )
