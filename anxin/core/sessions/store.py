"""Django's session engine: the rows of the database, found by the digest of the key that the browser holds."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from anxin.core.compiled_queries import compiled
from anxin.core.sessions.lifecycle import HALF, LIMITS
from anxin.core.sessions.models import Session
from anxin.core.steady_clock import Steady

now = Steady()
"""The clock sign-ins end by: one that jumped ahead and goes back signs nobody out."""


def digest(key: str) -> str:
    """Return the digest under which a session is kept."""
    return salted_hmac("anxin.core.sessions", key, algorithm="sha256").hexdigest()


def salt_of(key_digest: str) -> str:
    """Return what the values of the row with this digest are signed with, besides the secret."""
    return f"anxin.core.sessions.{key_digest}"


@compiled
def _living(*, key: str, now: datetime) -> QuerySet[Session, tuple[str]]:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data")


class SessionStore(db.SessionStore):
    """Rows under digests, whose end moves on while they are used."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table."""
        return Session

    @property
    def key_salt(self) -> str:
        """Sign what a session keeps for its own row: laid into another it is nothing."""
        return salt_of(digest(self.session_key or ""))

    def load(self) -> dict[str, Any]:
        """Read a living session; a key that is none is forgotten."""
        key = self.session_key
        for (data,) in _living(key=digest(key), now=now()) if key else ():
            return dict(self.decode(data))
        self._session_key = None
        return {}

    def exists(self, session_key: str) -> bool:
        """Return whether a key is taken."""
        return Session.objects.filter(session_key=digest(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        """Delete a session, this one by default."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=digest(key)).delete()

    def save(self, must_create: bool = False) -> None:
        """Keep the session; where the database takes nothing now, say that and not that somebody was signed out."""
        try:
            super().save(must_create)
        except UpdateError as error:
            busy = error.__context__
            if isinstance(busy, OperationalError):
                raise busy from busy.__cause__  # which says what the database said
            raise

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Make the row of the session as it stands."""
        limits = data.get(LIMITS) or {}
        key: str = self._get_or_create_session_key()  # type: ignore[attr-defined]  # Django's for stores; no stub
        return Session(
            session_key=digest(key),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            owner=data.get(SESSION_KEY) or data.get(HALF, [""])[0],
            handle=limits.get("handle", ""),
            begun_at=datetime.fromtimestamp(limits["begun_s"], UTC) if limits else None,
            seen_at=now(),
        )

    def get_expiry_age(  # type: ignore[override]  # nothing here asks with arguments
        self, modification: object = None, expiry: object = None
    ) -> int:
        """Return for how many seconds the session lasts if nothing more is asked."""
        limits = self.get(LIMITS)
        if limits is None:
            return int(super().get_expiry_age())
        return max(0, int(min(limits["ends_s"] - now().timestamp(), limits["idle_s"])))

    def get_expiry_date(  # type: ignore[override]  # nothing here asks with arguments
        self, modification: object = None, expiry: object = None
    ) -> datetime:
        """Return when the session ends if nothing more is asked."""
        return now() + timedelta(seconds=self.get_expiry_age())
