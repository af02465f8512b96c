"""Every model of the core's parts, in one place for Django."""

from anxin.core.archives.models import Archive, ArchivedStream
from anxin.core.bulk.models import BulkLine, BulkRun
from anxin.core.calendars.models import CalendarDay
from anxin.core.checkpoints.models import (
    Checkpoint,
    CheckpointHead,
    CheckpointNode,
    CheckpointStamp,
    CheckpointTip,
)
from anxin.core.clocks.models import Clock, Pause
from anxin.core.files.models import SealedFile
from anxin.core.imports.models import ImportAttachment, ImportBatch, ImportLine, ImportMapping
from anxin.core.keys.models import VaultKey
from anxin.core.numbers import SerialBlock
from anxin.core.once.models import OnceKey
from anxin.core.outbox.models import Message
from anxin.core.providers.models import ProviderAccount, ProviderDay
from anxin.core.queues.models import LaterTask
from anxin.core.rate_limits import Allowance
from anxin.core.sessions.models import Session
from anxin.core.settings.models import SettingRow
from anxin.core.streams.models import Entry, Private, Stream
from anxin.core.uploads.models import Upload

__all__ = [
    "Allowance",
    "Archive",
    "ArchivedStream",
    "BulkLine",
    "BulkRun",
    "CalendarDay",
    "Checkpoint",
    "CheckpointHead",
    "CheckpointNode",
    "CheckpointStamp",
    "CheckpointTip",
    "Clock",
    "Entry",
    "ImportAttachment",
    "ImportBatch",
    "ImportLine",
    "ImportMapping",
    "LaterTask",
    "Message",
    "OnceKey",
    "Pause",
    "Private",
    "ProviderAccount",
    "ProviderDay",
    "SealedFile",
    "SerialBlock",
    "Session",
    "SettingRow",
    "Stream",
    "Upload",
    "VaultKey",
]
