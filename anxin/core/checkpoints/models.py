"""What is kept of checkpoints."""

from django.db import models


class Checkpoint(models.Model):
    """A signed root over the heads of all streams at one moment.

    `by_place`: its leaves stand in the order in which checkpoints first told of them, not in that of the streams' ids.
    """

    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    signature = models.TextField()
    by_place = models.BooleanField(default=False, db_default=False)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"checkpoint {self.number}"


class CheckpointStamp(models.Model):
    """What an authority for time gave over a checkpoint's hash (RFC 3161); `at` is when, as it says itself."""

    id = models.BigAutoField(primary_key=True)
    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="stamps", db_index=False)
    authority = models.CharField(max_length=24)
    answer = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        app_label = "core"
        constraints = (models.UniqueConstraint(fields=["checkpoint", "authority"], name="timeline_stamp_once"),)

    def __str__(self) -> str:
        return f"{self.checkpoint_id} by {self.authority}"


class CheckpointTip(models.Model):
    """The newest checkpoint, sealed: one row, so that checkpoints taken off the end are missed.

    `since` and `adopted`: when heads began to be sealed, and how many streams were older and sealed as they stood.
    `stamps`: how many stamps from outside there are, so that one taken away is missed.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64, blank=True)
    since = models.DateTimeField()
    adopted = models.PositiveIntegerField()
    stamps = models.PositiveIntegerField(default=0)
    seal = models.CharField(max_length=80)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"checkpoint {self.number}, the newest"


class CheckpointHead(models.Model):
    """A head that had grown since the checkpoint before; a stream that vanishes is still named here.

    `place`: which leaf of the tree is its stream's, the same for good.
    """

    id = models.BigAutoField(primary_key=True)
    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="heads")
    stream_id = models.UUIDField()
    kind = models.CharField(max_length=32)
    key = models.CharField(max_length=64)
    length = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    place = models.PositiveBigIntegerField()

    class Meta:
        app_label = "core"
        constraints = (models.UniqueConstraint(fields=["stream_id", "checkpoint"], name="timeline_head_once"),)
        indexes = (models.Index(fields=["place", "-checkpoint"], name="timeline_head_place"),)

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} ({self.length})"


class CheckpointNode(models.Model):
    """A node of the newest checkpoint's tree: the hashes of up to 64 below it, one behind the other."""

    id = models.BigAutoField(primary_key=True)
    level = models.PositiveSmallIntegerField()
    place = models.PositiveBigIntegerField()
    children = models.BinaryField()

    class Meta:
        app_label = "core"
        constraints = (models.UniqueConstraint(fields=["level", "place"], name="timeline_node_once"),)

    def __str__(self) -> str:
        return f"{self.level}.{self.place}"
