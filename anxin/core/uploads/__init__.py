"""Uploads that survive a bad line: begun with a length, continued from the offset reached, finished as a file.

No more is begun than the longest kind that is taken; the first bytes show the kind, or all of it is dropped. How much
may be under way is bounded, for each and for all who are not signed in; theirs waits an hour or two, not a day, and
what they have finished counts until it is handed in, and is destroyed after a day if it is not.
What has arrived lies sealed on disk before its offset is written; a broken request keeps what came through.
"""

from anxin.core.uploads.intake import (
    UploadGone,
    WrongOffset,
    append,
    find,
    finish,
    start,
    sweep,
    take,
)
from anxin.core.uploads.models import Upload
from anxin.core.uploads.room import TooManyBytes, TooManyFiles, UploadsFull, of_strangers, under_way
