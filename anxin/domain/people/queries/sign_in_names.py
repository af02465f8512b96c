"""Sign-in names as two are told apart: by more than capital letters."""

from django.db.models.functions import Lower

from anxin.domain.people.models import Account


def holders(username: str) -> list[Account]:
    """Return whose sign-in name this is, or would be but for capital letters; of old accounts it may be several."""
    rows = Account.objects.annotate(plain=Lower("username")).filter(plain=username.lower())
    return list(rows.order_by("created_at", "pk"))
