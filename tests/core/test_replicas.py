"""Figures and exports are read from a standby where one is named and keeps up; else from the primary, with a word."""

import pytest
from django.db import OperationalError, connections, router

from anxin.core import replicas
from anxin.core.outbox import Message
from anxin.core.replicas import ReplicaState, Router

ROUTERS = ["anxin.core.replicas.Router"]


@pytest.fixture
def named(settings, monkeypatch):
    """Name a standby that keeps up."""
    settings.DATABASE_ROUTERS = ROUTERS
    monkeypatch.setattr(router, "routers", [Router()])
    monkeypatch.setitem(connections.settings, replicas.NAME, connections.settings["default"])
    monkeypatch.setattr(replicas, "state", lambda: ReplicaState(lag_s=3.2))


def where():
    return router.db_for_read(Message), router.db_for_write(Message)


class TestRead:
    def test_is_of_the_primary_where_no_standby_is_named(self):
        assert replicas.read(where) == ("default", "default")
        assert replicas.says() == ""

    def test_is_of_the_standby_and_writes_go_to_the_primary(self, named):
        assert replicas.read(where) == ("replica", "default")
        assert where() == ("default", "default")
        assert replicas.says() == "read from the standby, 3 seconds behind"

    def test_of_one_too_far_behind_is_of_the_primary(self, named, monkeypatch):
        monkeypatch.setattr(replicas, "state", lambda: ReplicaState(fault="it is 90 seconds behind"))
        assert replicas.read(where) == ("default", "default")
        assert replicas.says() == "read from the primary: the standby is left out, it is 90 seconds behind"

    def test_that_the_standby_breaks_off_is_put_to_the_primary(self, named):
        def question():
            if where()[0] == "replica":
                raise OperationalError("canceling statement due to conflict with recovery")
            return where()

        assert replicas.read(question) == ("default", "default")


@pytest.mark.postgresql
@pytest.mark.django_db
class TestState:
    def test_of_one_that_is_no_standby_says_so(self, monkeypatch):
        monkeypatch.setattr(replicas, "NAME", "default")
        assert replicas.state() == ReplicaState(fault="it is no standby")
