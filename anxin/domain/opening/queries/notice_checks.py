"""What the checklist looks at in legal texts: whom the privacy notice names, and what terms all of them tell."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from anxin.core.providers import ProviderHealth
from anxin.core.wording import joined
from anxin.domain.opening.rules import Check
from anxin.domain.opening.wording.checks import IN_ENGLISH
from anxin.domain.publications import queries as publications
from anxin.domain.publications.wording import LEGAL


def checks(known: list[ProviderHealth], now: datetime) -> Iterable[Check]:
    """Check whether the privacy notice names everybody who gets something, and texts terms as set: once in force."""
    found = publications.naming(on=timezone.localdate(now), now=now, known=known)
    said = {one: str(IN_ENGLISH).format(name=one.said) if one in found.english else one.said for one in found.unnamed}
    unnamed, idle = (joined(dict.fromkeys(of)) for of in (said.values(), (one.said for one in found.idle)))
    if found.unnamed:
        at = f"{found.coming:%Y-%m-%d}" if found.coming else ""
        yield Check(code="recipients", ok=False, says="named_soon" if at else "", facts={"unnamed": unnamed, "day": at})
    elif found.idle:
        yield Check(code="recipients", ok=True, says="named_idle", facts={"idle": idle})
    for text in publications.outdated_texts(on=timezone.localdate(now), now=now):
        day = f"{text.retold:%Y-%m-%d}" if text.retold else ""
        facts = {"document": text.code, "text": str(LEGAL[text.code]), "what": joined(text.what), "day": day}
        yield Check(code="told_terms", ok=False, says="told_soon" if day else "", facts=facts)
