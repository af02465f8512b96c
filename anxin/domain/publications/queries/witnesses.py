"""Published editions held against the chain: words, day, whose it is and who published it stay."""

from collections.abc import Iterator
from uuid import UUID

from anxin.core import timeline
from anxin.core.streams.models import Entry
from anxin.core.timeline import ChainFinding, StreamKey
from anxin.domain.publications import rules
from anxin.domain.publications.models import Text

KIND, PUBLISHED = "document", "publications.published"


def texts_differ(stream: StreamKey | None) -> Iterator[ChainFinding]:
    """Yield every published edition that says something else than its fact, that has none, or that is gone."""
    if stream is not None and stream.kind != KIND:
        return
    facts = Entry.objects.filter(stream__kind=KIND, code=PUBLISHED).select_related("stream").order_by("id")
    texts = Text.objects.exclude(published_at=None).select_related("document").order_by("document", "number")
    if stream is not None:
        facts, texts = facts.filter(stream__key=stream.key), texts.filter(document=UUID(stream.key))
    rows = {(str(one.document_id), one.number): one for one in texts}  # first: what is published meanwhile has a fact
    told = {(one.stream.key, one.facts["edition"]): one for one in facts}
    for at in sorted(told.keys() | rows.keys()):
        row, fact = rows.get(at), told.get(at)
        if row is None and fact is not None:
            row = Text.objects.filter(document=UUID(at[0]), number=at[1]).first()
        if row is None or fact is None or not _holds(row, fact):
            name = f"publications.text {row.pk if row else at[1]}"
            yield timeline.row_differs(StreamKey(KIND, at[0]), fact.position if fact else 0, name)


def _holds(row: Text, fact: Entry) -> bool:
    whose = str(row.document.brand_id or "")
    code = rules.plain_code(row.document.code)
    said = (rules.digest(row.zh, row.en), str(row.from_date), row.published_by, code, whose)
    beside = rules.beside(row.pictures, row.checked_by)
    same = fact.facts.get("beside", beside) == beside  # an earlier version said nothing of it
    of = (fact.facts["document"], fact.facts.get("brand", ""))
    return same and said == (fact.facts["sha256"], fact.facts["from"], fact.actor_id, *of)
