"""Who carries a message out: console, file, a fake SMS provider for demo and tests, webhooks."""

import hashlib
import json
import os
import sys
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings

from anxin.core import masks
from anxin.core.errors import Unavailable

LONGEST_S = 30.0
"""So long any carrier may take for one message, all of it; then nobody waits for it any more."""


class NotSent(Unavailable):
    """Nothing has left: it may be tried again."""

    code = "outbox.not_sent"


class OutOfReach(NotSent):
    """Whoever carries it wasn't reached: once he is back it goes, as long as it is worth sending."""

    code = "outbox.out_of_reach"


class CarrierRefused(NotSent):
    """The provider took nothing, and says why.

    `person`: because of who it goes to, so that nobody else is asked, but for `others`: who goes another way.
    """

    code = "outbox.refused"

    def __init__(self, name: str, why: str, *, person: bool = False, others: bool = False) -> None:
        """Keep the code."""
        super().__init__({"carrier": name, "why": why[:48]})
        self.person, self.others = person, others


class Unclear(Unavailable):
    """It may have left or not: only a carrier that accepts a key may be asked again."""

    code = "outbox.unclear"


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file that goes along with a message: what it is called there, of which kind, its bytes."""

    name: str
    kind: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What a carrier is given: all of it in memory only; `private`: it may reach into the operator's own network.

    `params` are what fills the text, in its order. In `notes` a carrier leaves whom it asked: name, fault, cost in
    mills (厘); whoever had it carried writes them down.
    """

    key: str
    template: str
    ids: dict[str, object]
    text: str
    to: str
    sender: str = ""
    secret: str = field(default="", repr=False)
    private: bool = False
    params: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    attached: tuple[Attached, ...] = field(default=(), repr=False)
    notes: list[tuple[str, str, int]] = field(default_factory=list)
    now: datetime

    @property
    def signed(self) -> str:
        """Return the text with the sender's sign before it, as messages in China carry it."""
        return f"【{self.sender}】{self.text}" if self.sender else self.text


class Carrier(Protocol):
    """The port to whatever carries messages; `accepts_key`: the same key twice is carried once.

    It is called from a thread of its own, asks the database nothing, and is left after `LONGEST_S`.
    `queue`: where its deliveries wait, `outside` (providers the operator chose) or `webhooks` (whoever asked).
    """

    queue: str

    @property
    def accepts_key(self) -> bool:
        """Return whether the same key twice is carried once."""

    def send(self, parcel: Parcel) -> str:
        """Carry a parcel and give the other side's code for it; raise `NotSent` or `Unclear`."""


_CARRIERS: dict[str, Carrier] = {}


def register(name: str, carrier: Carrier) -> None:
    """Say who carries; a provider's adapter takes the place of the fake one."""
    _CARRIERS[name] = carrier


def carrier_of(name: str) -> Carrier:
    """Return a carrier; an unknown one is a fault."""
    if name not in _CARRIERS:
        raise ValueError(f"carrier: expected one of {', '.join(sorted(_CARRIERS))}, got {name!r}")
    return _CARRIERS[name]


class Console:
    """Prints; for a developer's eyes."""

    accepts_key = False
    queue = "outside"

    def send(self, parcel: Parcel) -> str:
        """Print one line."""
        sys.stdout.write(f"{parcel.template}: {parcel.signed}\n")
        sys.stdout.flush()
        return "printed"


class File:
    """Appends a line to a file of the data folder, on disk before it answers."""

    accepts_key = False
    queue = "outside"

    def send(self, parcel: Parcel) -> str:
        """Append one line."""
        folder: Path = settings.DATA / "outbox"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / "messages.jsonl").open("a", encoding="utf-8") as file:
                file.write(_line(parcel) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise NotSent({"carrier": "file", "why": error.__class__.__name__}) from error
        return "written"


class FakeSms:
    """A provider that accepts a key: it keeps one file a key, and never a phone."""

    accepts_key = True
    queue = "outside"

    def send(self, parcel: Parcel) -> str:
        """Keep the message once, however often the key comes."""
        folder: Path = settings.DATA / "sms"
        name = hashlib.sha256(parcel.key.encode()).hexdigest()[:32]
        draft = folder / f".{name}.{os.getpid()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _keep_once(draft, folder / f"{name}.json", _line(parcel))
        except OSError as error:
            raise NotSent({"carrier": "sms", "why": error.__class__.__name__}) from error
        return f"fake-{name[:12]}"


def _keep_once(draft: Path, kept: Path, line: str) -> None:
    """Write a file whole and on disk, under its name, unless it is there already."""
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
        if not kept.exists():
            os.link(draft, kept)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)


def _line(parcel: Parcel) -> str:
    content = {
        "at": parcel.now.isoformat(),
        "key": parcel.key,
        "template": parcel.template,
        "ids": parcel.ids,
        "to": masks.mask_phone(parcel.to) if parcel.to else "",
        "sender": parcel.sender,
        "text": parcel.signed,
    }
    return json.dumps(content, ensure_ascii=False)


register("console", Console())
register("file", File())
