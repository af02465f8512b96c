"""What each command of a text does."""

from typing import Any

from anxin.core import settings
from anxin.core.commands import Given
from anxin.domain.publications import actions as publications
from anxin.domain.publications import queries, rules
from anxin.domain.publications.models import Document

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


def publish_text(it: OfText) -> None:
    """Publish a legal text: a change of it after its notice."""
    publications.publish(
        document=it.row,
        from_date=it.fields.from_date,
        notice_days=settings.get("publications.notice_days", at=it.now),
        checked_by=it.fields.checked_by,
        by=it.by,
        now=it.now,
    )
