"""The sentence of the public check, the same on the page and in the API."""

from anxin.domain.goods.wording import SKILLS
from anxin.domain.network.queries.genuineness import GenuineCard
from anxin.domain.network.wording.genuineness import ANSWERS


def says(card: GenuineCard) -> str:
    """Return in one sentence what a number is."""
    name = card.status
    if card.genuine:
        several = card.more_named or len(card.named) > 1
        name = ("genuine.several" if several else "genuine.named") if card.named else f"genuine.{card.kind}"
        name = {"wrong": "genuine.badge", "withdrawn": "genuine.withdrawn"}.get(card.badge, name)
    if card.beyond and name == "genuine.technician":
        name = "genuine.beyond"
    if name == "suspended" and card.vouched_by and all(one.key_lost for one in card.vouched_by):
        name = "key_lost"
    if card.adrift:
        name = "left" if card.left else "adrift"
    if name == "unknown" and card.kind == "technician" and not card.bare:
        name = "unknown.name"
    if card.is_badge_alone:
        name = "unknown.badge"
    return str(ANSWERS[name]).format(
        brand=card.brands,
        goods=SKILLS.get(card.beyond, card.beyond),
        called=card.called,
        resembles=card.resembles,
        from_date=card.from_date,
        to_date=card.last_date,
        owner=card.service.owner if card.service else "",
        purpose=card.service.purpose if card.service else "",
    )
