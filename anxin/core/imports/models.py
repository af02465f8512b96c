"""What is kept of an import, so that it can be taken back exactly."""

from django.db import models

from anxin.core.ids import uuid7


class ImportBatch(models.Model):
    """One file that was applied to one table; how many of its rows are `taken_back`, and `lost` what stood before.

    `organisation`: the house it was brought for; empty where that isn't known, or the machine brought it.
    `emptied_at`: when what its rows said went with its term; from then on it isn't taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    table = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    new = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    same = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    applied_by = models.CharField(max_length=100)
    applied_at = models.DateTimeField()
    organisation = models.CharField(max_length=36, blank=True, default="", db_default="")
    undone_by = models.CharField(max_length=100, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    lost = models.PositiveIntegerField(default=0)
    taken_back = models.PositiveIntegerField(default=0)
    emptied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "core"
        indexes = [
            models.Index(fields=["applied_at"], name="import_batch_whole", condition=models.Q(emptied_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.id}"


class ImportMapping(models.Model):
    """Which header was which column, the last time somebody of this house brought a file with these headers."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    table = models.CharField(max_length=100)
    owner = models.CharField(max_length=100)
    headers = models.CharField(max_length=64)
    columns = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        app_label = "core"
        constraints = [models.UniqueConstraint(fields=["table", "owner", "headers"], name="import_mapping_once")]

    def __str__(self) -> str:
        return f"{self.table} of {self.owner}"


class ImportLine(models.Model):
    """One row an import made or changed: its key, its values before and after sealed.

    `new`: whether it made it; unknown of what an earlier version brought. A key that tells who somebody is isn't here
    but among the values. `phone_index`: whose phone the values name, `before_index` whose they named before where it
    was another's, so that they go where his data is deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="lines", db_index=False)
    number = models.PositiveIntegerField()
    key = models.JSONField(default=dict)
    content = models.TextField(blank=True)
    phone_index = models.CharField(max_length=100, blank=True, default="", db_default="")
    before_index = models.CharField(max_length=100, blank=True, default="", db_default="")
    new = models.BooleanField(null=True)
    taken_back = models.BooleanField(default=False)

    class Meta:
        app_label = "core"
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_line_once")]
        indexes = [
            models.Index(fields=["phone_index"], name="import_line_phone", condition=~models.Q(phone_index="")),
            models.Index(fields=["before_index"], name="import_line_before", condition=~models.Q(before_index="")),
        ]

    def __str__(self) -> str:
        return f"line {self.number} of {self.batch_id}"


class ImportRun(models.Model):
    """A long file in a worker's hands: what was said of its columns, how far he is, what came of it.

    Its `place` says where in the file the table lies, if not where it is looked for.

    First he looks what would happen (`looked` rows so far); once somebody has read that and agrees, he applies it. One
    that goes `back` takes a batch back: he tries every row first. Once `stopped`, by hand or by a row that failed, it
    goes no further.
    """

    class State(models.TextChoices):
        LOOKING = "looking"
        SEEN = "seen"
        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid7)
    table = models.CharField(max_length=100)
    file = models.ForeignKey("core.SealedFile", null=True, on_delete=models.SET_NULL, related_name="+")
    columns = models.JSONField()
    constants = models.JSONField()
    place = models.JSONField(null=True)
    by = models.JSONField()
    partial = models.BooleanField(default=False)
    language = models.CharField(max_length=12, default="zh-hans")
    rows = models.PositiveIntegerField(default=0)
    looked = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    summary_sealed = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.LOOKING)
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.SET_NULL, related_name="+")
    pack = models.UUIDField(null=True)
    back = models.BooleanField(default=False)
    stopped = models.BooleanField(default=False)
    left_s = models.PositiveIntegerField(null=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"{self.table} {self.done}/{self.rows}"

    @property
    def is_looked_at(self) -> bool:
        """Return whether a worker looks what it would do, and has not come to its end."""
        return self.state == self.State.LOOKING

    @property
    def awaits_yes(self) -> bool:
        """Return whether it goes on once somebody has read what it would do."""
        return self.state == self.State.SEEN

    @property
    def is_through(self) -> bool:
        """Return whether it came to its end."""
        return self.state == self.State.DONE

    @property
    def fell(self) -> bool:
        """Return whether it ended before, or nothing came of it."""
        return self.state == self.State.REFUSED


class EarlierNumber(models.Model):
    """A number that a case of some `kind` had two houses ago, or before, worked out of what its file said.

    `end`: its last four letters and figures, by which it is found, too.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=16)
    key = models.UUIDField()
    number = models.CharField(max_length=64)
    end = models.CharField(max_length=4, blank=True)

    class Meta:
        app_label = "core"
        constraints = [models.UniqueConstraint(fields=["kind", "number", "key"], name="import_earlier_number_once")]
        indexes = [models.Index(fields=["kind", "end"], name="import_earlier_number_end")]

    def __str__(self) -> str:
        return self.number


class ImportAttachment(models.Model):
    """A picture or video that came beside a file of rows, under its name (sealed), or why it could not be taken in."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    pack = models.UUIDField()
    owner = models.CharField(max_length=100)
    mark = models.CharField(max_length=64)
    name_sealed = models.TextField()
    file = models.ForeignKey("core.SealedFile", null=True, on_delete=models.PROTECT, related_name="+")
    fault = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "core"
        constraints = [models.UniqueConstraint(fields=["pack", "mark"], name="import_attachment_once")]

    def __str__(self) -> str:
        return f"{self.pack} {self.fault}"
