"""The brand's own word that it pays, whatever term is known here: by a reference of its own for each repair."""

from datetime import datetime

from django.utils.translation import gettext as _

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.states import lock
from anxin.domain.repairs import rules
from anxin.domain.repairs.actions.warranty import keep_cover, reprice, require_checkable, require_checker
from anxin.domain.repairs.models import Repair


class WordTaken(Invalid):
    """The brand's word of this reference stands at another repair already."""

    code = "repairs.word_taken"


def take_brand_word(*, repair: Repair, said_by: str, reference: str, why: str, by: Actor, now: datetime) -> None:
    """Write down that the brand says it is covered: who said so, by which reference, and why; a term isn't needed.

    A reference of a brand is of one repair: raises `WordTaken` for another. Of a bill that was agreed to nothing falls
    until finance agrees, too.
    """
    require_checker(repair, by)
    lock(repair)
    require_checkable(repair, "check_cover")
    reference = reference.strip().upper()
    _require_new_word(repair, reference)
    kept = {"covered": True, "covered_until": None, "warranty_why": rules.BRAND_SAID, "warranty_source": reference}
    keep_cover(repair, {**kept, "bought_other": None})
    facts = {"covered": True, "why": rules.BRAND_SAID, "reference": reference}
    timeline.write(repair.stream(), "repairs.brand_said", by=by, now=now, facts=facts)
    private = {"note": said_by, "why": why}
    timeline.write(repair.stream(), "repairs.brand_said_by", by=by, now=now, private=private)
    reprice(repair, by=by, now=now)


def _require_new_word(repair: Repair, reference: str) -> None:
    lock(repair.brand)
    words = Repair.objects.filter(brand=repair.brand_id, warranty_why=rules.BRAND_SAID, warranty_source=reference)
    other = words.exclude(pk=repair.pk).values_list("number", flat=True).first()
    if other is not None:
        raise WordTaken("reference", expected=_("one of its own"), got=reference, facts={"number": other})
