"""What is kept of shops on platforms: how far each was read, and what came of each of its claims."""

from django.db import models
from django.db.models import Q

from anxin.core.ids import uuid7
from anxin.core.row_seals import SealedRow
from anxin.domain.claims.models import Claim
from anxin.domain.people.models import Organisation
from anxin.domain.shops.rules import GIVEN_BACK, UNNAMED


class Shop(SealedRow):
    """A merchant's shop on a platform; what it is asked with lies with the providers under `account`.

    Until `orders_until` and `claims_until` all that changed there has come in.
    """

    UNSEALED = ("orders_until", "claims_until", "looked_at", "failing_told_at")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="shops")
    platform = models.CharField(max_length=12)
    title = models.CharField(max_length=60)
    account = models.CharField(max_length=24, unique=True)
    connected_by = models.CharField(max_length=80)
    connected_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    orders_until = models.DateTimeField()
    claims_until = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    failing_told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "platform", "title"], condition=Q(ended_at=None), name="shops_shop_title"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Heard(SealedRow):
    """A claim a platform told of, by its number there, with ours; or why there is none, so that a person looks there.

    An order that couldn't be read stands here too, as `kind` says. `asked` is the answer it was last asked to take.
    """

    UNSEALED = ("looked_at", "asked")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="heard", db_index=False)
    kind = models.CharField(max_length=8, default="claim")
    ref = models.CharField(max_length=64)
    order_key = models.CharField(max_length=64, blank=True)
    claim = models.OneToOneField(Claim, null=True, on_delete=models.PROTECT, related_name="heard_of")
    why = models.CharField(max_length=40, blank=True)
    heard_at = models.DateTimeField()
    asked = models.UUIDField(null=True)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["shop", "kind", "ref"], name="shops_heard_once"),)
        indexes = (models.Index(fields=["shop", "why"], name="shops_heard_why"),)

    def __str__(self) -> str:
        return self.ref

    @property
    def is_counted(self) -> bool:
        """Return whether what it gave back counts here already, so that somebody has only to look."""
        return self.why in (GIVEN_BACK, UNNAMED)
