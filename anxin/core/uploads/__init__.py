"""Uploads that survive a bad line: begun with a length, continued from the offset reached, finished as a file.

No more is begun than the longest kind that is taken; the first bytes show the kind, or all of it is dropped. How much
may be under way is bounded, for each and for all who are not signed in; theirs waits an hour or two, not a day.
What has arrived lies sealed on disk before its offset is written; a broken request keeps what came through.
"""

from anxin.core.uploads.intake import (
    TooManyBytes,
    UploadGone,
    UploadsFull,
    WrongOffset,
    append,
    find,
    finish,
    of_strangers,
    start,
    sweep,
    under_way,
)
from anxin.core.uploads.models import Upload
