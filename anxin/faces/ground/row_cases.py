"""A row as one request sees it: who looks, when, and how it stands for the rules of its commands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone

from anxin.core.actors import Actor
from anxin.faces import shared


@dataclass(kw_only=True)
class RowCase[R, S]:
    """A row with who looks at it and its address; `read` says how it stands."""

    actor: Actor
    now: datetime
    row: R
    url: str
    read: Callable[..., S]

    @cached_property
    def situation(self) -> S:
        """Return its situation for the rules of the commands."""
        return self.read(self.row, by=self.actor, now=self.now)


def row_case[R, S](request: HttpRequest, row: R, *, url: str, read: Callable[..., S]) -> RowCase[R, S]:
    """Return a row, whose page is at `url`, as who asks sees it now."""
    return RowCase(actor=shared.actor_of(request), now=timezone.now(), row=row, url=url, read=read)


def finding[R, S](
    get: Callable[..., R], read: Callable[..., S], at: Callable[[R], str]
) -> Callable[[HttpRequest, str], RowCase[R, S]]:
    """Return what finds a row, and its address, by what the page's address says of it, for who is signed in."""

    def find(request: HttpRequest, key: str) -> RowCase[R, S]:
        row = get(key, actor=shared.actor_of(request))
        return row_case(request, row, url=at(row), read=read)

    return find
