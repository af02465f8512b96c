"""Pictures as they may be shown: decoded in a bounded child process, turned upright, encoded anew without EXIF."""
