"""Write a text, publish it from a day on, drop a draft; what was published is never changed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from anxin.core import files, timeline
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.core.timeline import StreamKey
from anxin.domain.publications import queries, rules
from anxin.domain.publications.models import Document, Text


class NotYourGuide(Forbidden):
    """A brand's guides are written by its people or the house's, the house's by its own."""

    code = "publications.not_your_guide"


class TooEarly(Invalid):
    """A change counts only after it has stood here for its notice."""

    code = "publications.too_early"


class BlanksLeft(WrongState):
    """The template still has blanks that nobody filled."""

    code = "publications.blanks_left"


class EnglishUnchanged(Invalid):
    """The Chinese says something else than before, and the English what it said: its readers would go by the old."""

    code = "publications.english_unchanged"


class NoDraft(WrongState):
    """There is no draft."""

    code = "publications.no_draft"


def write(*, document: Document, zh: str, en: str, note: str, by: Actor, now: datetime) -> Text:
    """Write the draft of a document, or change it."""
    if document._state.adding:
        document.save(force_insert=True)
    draft = queries.draft_of(document)
    told = {"zh": zh.strip(), "en": en.strip(), "note": note, "written_by": by.id, "written_at": now}
    if draft is not None:
        Text.objects.filter(pk=draft.pk).update(**told)
        draft.refresh_from_db()
        return draft
    newest = Text.objects.filter(document=document)
    last = newest.aggregate(n=Max("number"))["n"] or 0
    before = queries.published(document).first()
    kept: Mapping[str, str] = before.pictures if before else {}
    return Text.objects.create(document=document, number=last + 1, pictures=kept, **told)


def add_picture(*, document: Document, step: str, file: SealedFile, by: Actor, now: datetime) -> None:
    """Put a picture beside a step of the draft, in the place of the one that was there."""
    draft = _draft(document)
    files.leave([draft.pictures.get(step, "")], now=now)
    Text.objects.filter(pk=draft.pk).update(
        pictures={**draft.pictures, step: file.sha256}, written_by=by.id, written_at=now
    )


def publish(
    *,
    document: Document,
    from_date: date,
    notice_days: int,
    checked_by: str,
    by: Actor,
    now: datetime,
    english_stays: bool = True,
) -> Text:
    """Publish the draft from a day on: the first edition at once if wished, a later one after its notice.

    Raises `publications.english_unchanged` unless the `english_stays` as it is though the Chinese changed.
    """
    draft, today = _draft(document), timezone.localtime(now).date()
    if left := rules.blanks(draft.zh, draft.en):
        raise BlanksLeft({"blanks": "".join(left)})
    before = queries.published(document).first()
    if before is not None and not english_stays and draft.en and draft.en == before.en and draft.zh != before.zh:
        raise EnglishUnchanged("english_stays", expected="a yes", got="")
    first = rules.first_day(published=before.from_date if before else None, notice_days=notice_days, today=today)
    if from_date < first:
        raise TooEarly("from_date", expected=f"{first:%Y-%m-%d}", got=f"{from_date:%Y-%m-%d}")
    told = {"from_date": from_date, "checked_by": checked_by, "published_by": by.id, "published_at": now}
    Text.objects.filter(pk=draft.pk, published_at=None).update(**told)
    digest = rules.digest(draft.zh, draft.en)
    facts = {**_told(document, draft), "from": from_date.isoformat(), "sha256": digest}
    facts["beside"] = rules.beside(draft.pictures, checked_by)
    timeline.write(_stream(document), "publications.published", by=by, now=now, facts=facts)
    draft.refresh_from_db()
    return draft


def give_back(*, document: Document, why: str, by: Actor, now: datetime) -> Text:
    """Let the house's words count again for a brand's goods, from an edition on that says nothing of its own."""
    write(document=document, zh="", en="", note=why, by=by, now=now)
    return publish(document=document, from_date=_earliest(document, now), notice_days=0, checked_by="", by=by, now=now)


def take_back(*, document: Document, by: Actor, now: datetime) -> Text:
    """Let the words that a brand had of its own, before it gave them back, count again."""
    before = queries.published(document).exclude(zh="").first()
    if before is None:
        raise NoDraft
    write(document=document, zh=before.zh, en=before.en, note=before.note, by=by, now=now)
    return publish(document=document, from_date=_earliest(document, now), notice_days=0, checked_by="", by=by, now=now)


def _earliest(document: Document, now: datetime) -> date:
    """Return from which day on a guide's next edition may count: today, or when the one that is to come would."""
    before, today = queries.published(document).first(), timezone.localtime(now).date()
    return rules.first_day(published=before.from_date if before else None, notice_days=0, today=today)


def drop(*, document: Document, by: Actor, now: datetime) -> None:
    """Throw the draft away; its number is used again."""
    draft = _draft(document)
    files.leave(draft.pictures.values(), now=now)
    draft.delete()
    facts = _told(document, draft)
    timeline.write(_stream(document), "publications.dropped", by=by, now=now, facts=facts)


def _draft(document: Document) -> Text:
    draft = queries.draft_of(document)
    if draft is None:
        raise NoDraft
    return draft


def _told(document: Document, draft: Text) -> dict[str, Any]:
    of = {"brand": str(document.brand_id)} if document.brand_id else {}
    return {"document": rules.plain_code(document.code), "edition": draft.number, **of}


def _stream(document: Document) -> StreamKey:
    return StreamKey("document", str(document.pk))
