"""How pages name classes of goods."""

from django.utils import timezone

from anxin.domain.goods import queries as goods


def class_name(code: str) -> str:
    """Name a class of goods in the reader's language, as it is called today."""
    return goods.class_name(code, now=timezone.now())
