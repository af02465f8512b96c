"""Pictures as they may be shown: decoded in a bounded child process, turned upright, encoded anew without EXIF."""

from anxin.core.pictures.copies import UnreadablePicture, copy_by_hash, decoded, shown_copy
