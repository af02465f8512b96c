"""What each command of a text does."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from anxin.core import settings
from anxin.core.commands import Given
from anxin.domain.publications import actions as publications
from anxin.domain.publications import queries, rules
from anxin.domain.publications.models import Document

STEPS = ("first", "second", "third")

type OfText = Given[Document, Any]


def write_steps(it: OfText) -> None:
    """Write what to try first."""
    given = it.fields
    publications.write(
        document=it.row,
        zh="\n".join(filter(None, (given.first, given.second, given.third))),
        en="\n".join(filter(None, (given.first_en, given.second_en, given.third_en))),
        note=given.note,
        by=it.by,
        now=it.now,
    )


def steps(row: Document, _now: datetime) -> Mapping[str, str]:
    """Return what is written of what to try first: the draft, or what customers read now."""
    found = None if row._state.adding else (queries.draft_of(row) or queries.published(row).first())
    if found is None:
        return {}
    zh, en = (dict(zip(STEPS, text.splitlines(), strict=False)) for text in (found.zh, found.en))
    return {**zh, **{f"{name}_en": line for name, line in en.items()}}


def wording(row: Document, now: datetime) -> Mapping[str, str]:
    """Return what is written of a legal text: the draft, the edition in force, or the template."""
    zh, en = queries.beginning(row, now=now)
    draft = None if row._state.adding else queries.draft_of(row)
    return {"zh": zh, "en": en, "note": draft.note if draft else ""}


def draft(row: Document, now: datetime) -> Mapping[str, str]:
    """Return the draft that is published, whole."""
    return {f"draft:{name}": text for name, text in wording(row, now).items()}


def add_picture(it: OfText) -> None:
    """Put a picture beside a step."""
    file = it.fields.files[0]
    publications.add_picture(document=it.row, step=it.fields.step, file=file, by=it.by, now=it.now)


def publish_steps(it: OfText) -> None:
    """Publish what to try first: it binds nobody, so no notice is asked for."""
    publications.publish(
        document=it.row, from_date=it.fields.from_date, notice_days=0, checked_by="", by=it.by, now=it.now
    )


def fill_blanks(it: OfText) -> None:
    """Fill blanks of the draft, in both languages; where there is none, of what it would begin with."""
    zh, en = queries.beginning(it.row, now=it.now)
    draft = queries.draft_of(it.row) if not it.row._state.adding else None
    publications.write(
        document=it.row,
        zh=rules.filled(zh, it.fields.words),
        en=rules.filled(en, it.fields.words),
        note=draft.note if draft else "",
        by=it.by,
        now=it.now,
    )


def redraw(it: OfText) -> None:
    """Write what is so now into the draft; where there is none, into what it would begin with."""
    zh, en = queries.redrawn(it.row.code, *queries.beginning(it.row, now=it.now), now=it.now)
    draft = queries.draft_of(it.row) if not it.row._state.adding else None
    publications.write(document=it.row, zh=zh, en=en, note=draft.note if draft else "", by=it.by, now=it.now)


def publish_text(it: OfText) -> None:
    """Publish a legal text: a change of it after its notice."""
    publications.publish(
        document=it.row,
        from_date=it.fields.from_date,
        notice_days=settings.get("publications.notice_days", at=it.now),
        checked_by=it.fields.checked_by,
        english_stays=it.fields.english_stays,
        by=it.by,
        now=it.now,
    )
