"""Claims for programs: file, hand in, answer, take a platform's outcome, list, read, take the dossier."""

from anxin.faces.api.claims import asking, reading, sending
from anxin.faces.api.claims.router import router

__all__ = ["asking", "reading", "router", "sending"]
