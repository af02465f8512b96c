"""What a session keeps."""

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models


class Session(AbstractBaseSession):
    """One browser's session under the digest of its key; whose it is, and the fact that tells of the sign-in."""

    session_key = models.CharField(max_length=64, primary_key=True)
    owner = models.CharField(max_length=64, blank=True, db_index=True)
    handle = models.CharField(max_length=36, blank=True)
    begun_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = BaseSessionManager()  # type: ignore[misc]  # the manager is written for its own base class

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return self.handle or self.session_key[:8]
