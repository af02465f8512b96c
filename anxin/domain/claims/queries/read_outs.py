"""What a yes means, in words: as its buyer reads it, and as it is read out to him on the phone."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils import translation

from anxin.core.wording import gap
from anxin.domain.claims.models import Answer, Decision
from anxin.domain.claims.queries.records import Records
from anxin.domain.claims.queries.sent_sums import sent_by_ruling, sent_of
from anxin.domain.claims.rules.returned_goods import carriage_by
from anxin.domain.claims.wording.read_outs import READ_OUT, decided, offered, sent_words
from anxin.domain.claims.wording.returned_goods import CARRIAGE_YOURS, GOODS_AFTER

NOTHING: list[str] = []


def offer_words(records: Records) -> list[str]:
    """Say the newest offer: which solution, what in money, and what becomes of goods that lie with the merchant."""
    offer: Answer | None = next((one for one in reversed(records.answers) if one.kind == "offer"), None)
    if offer is None:
        return NOTHING
    goods = records.goods_after(offer.remedy, offer.amount_fen, agreed=True)
    sent = sent_of(records, offer.amount_fen, since=offer.at)
    return [offered(offer.remedy), *sent_words(sent), *_goods(goods), *_carriage(records, offer.remedy)]


def decision_words(records: Records) -> list[str]:
    """Say the decision that both sides read: which remedy, what is sent of it, and what becomes of the goods."""
    given: Decision | None = next((one for one in records.decisions if one.state == "given"), None)
    if given is None:
        return NOTHING
    sent = sent_words(sent_by_ruling(records))
    rest = [*_goods(given.goods), *_carriage(records, given.remedy)]
    return [decided(given.remedy, given.amount_fen), *sent, *rest]


def _carriage(records: Records, remedy: str) -> list[str]:
    by = carriage_by(records.row.reason, remedy=remedy)
    return [str(CARRIAGE_YOURS[by])] if by else NOTHING


def _goods(after: str) -> list[str]:
    return [str(GOODS_AFTER[after])] if after else NOTHING


YES: Mapping[str, Callable[[Records], list[str]]] = {
    "accept_offer": offer_words,
    "accept": decision_words,
    "drop_appeal": decision_words,
}
"""What is read out before each yes: whoever takes his appeal back accepts the decision with it."""


def with_read_out(text: str, records: Records, said: str) -> str:
    """Return the buyer's words of a yes with what was read out before, in the language of the house: it is sealed."""
    with translation.override(settings.LANGUAGE_CODE):
        return f"{text.strip()}\n{READ_OUT.format(what=gap().join(YES[said](records)))}"
