"""Uploads that survive a bad line: begun with a length, continued from the offset reached, finished as a file.

What has arrived lies sealed on disk before its offset is written; a broken request keeps what came through.
"""

from anxin.core.uploads.intake import UploadGone, WrongOffset, append, find, finish, start, sweep
from anxin.core.uploads.models import Upload
