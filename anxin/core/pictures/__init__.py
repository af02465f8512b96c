"""Pictures as they may be shown: decoded in a bounded child process, turned upright, encoded anew without EXIF."""

from anxin.core.pictures.showing import Unreadable, decoded, shown_copy

__all__ = ["Unreadable", "decoded", "shown_copy"]
