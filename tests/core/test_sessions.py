"""A session that can't be kept because another's long writing stands in the way is no session that has ended."""

import sqlite3
from datetime import datetime

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.test import Client

from anxin.core.sessions.models import Session
from anxin.core.sessions.store import SessionStore
from anxin.demo import cast, ground
from anxin.domain.people import queries as people

pytestmark = pytest.mark.django_db(transaction=True)


def locked(*_args: object, **_named: object) -> None:
    """Refuse as SQLite does when it has waited long enough for another's writing."""
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
    raise OperationalError("database is locked") from busy


class TestASession:
    def test_that_cannot_be_kept_now_says_so_and_not_that_it_is_over(self, monkeypatch: pytest.MonkeyPatch) -> None:
        one = SessionStore()
        one["kept"] = 1
        one.save(must_create=True)
        monkeypatch.setattr(Session, "save", locked)

        with pytest.raises(OperationalError):
            one.save()

    def test_that_is_gone_still_says_so(self) -> None:
        one = SessionStore()
        one.save(must_create=True)
        Session.objects.all().delete()

        with pytest.raises(UpdateError):
            one.save()

    def test_of_somebody_who_looks_at_a_page_asks_him_to_try_again(
        self,
        now: datetime,
        monkeypatch: pytest.MonkeyPatch,
        settings,  # type: ignore[no-untyped-def]
    ) -> None:
        ground.lay(now=now)
        browser = Client(raise_request_exception=False)
        account = people.account(cast.ADMIN.username)
        assert account is not None
        browser.force_login(account)
        monkeypatch.setattr(Session, "save", locked)
        settings.SESSION_SAVE_EVERY_REQUEST = True

        answer = browser.get("/desk/opening/")

        assert answer.status_code == 503
        assert "请再试一次" in answer.content.decode()


class TestARequest:
    def test_that_comes_late_with_an_ended_sign_in_takes_no_newer_one_away(self, client: Client) -> None:
        client.cookies[settings.SESSION_COOKIE_NAME] = "of-a-moment-ago"

        answer = client.get("/customer/sign-in/")

        assert settings.SESSION_COOKIE_NAME not in answer.cookies
