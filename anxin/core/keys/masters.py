"""Where the master key comes from: a file beside the data folder, the environment, or a key service."""

import base64
import hashlib
import os
import secrets
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.utils.module_loading import import_string

from anxin.core.errors import Unavailable
from anxin.core.folders import sync
from anxin.core.keys.suites import NONCE_BYTES, SUITES

MASTER_BYTES = 32


class NoMaster(Unavailable):
    """The master key that wrapped a key is not at hand."""

    code = "keys.no_master"


class Master(Protocol):
    """The port to whatever wraps keys; a key service implements these three."""

    name: str

    def wrap(self, suite: str, secret: bytes, context: bytes) -> bytes:
        """Wrap a key for its context."""

    def unwrap(self, suite: str, wrapped: bytes, context: bytes) -> bytes:
        """Return a wrapped key unwrapped; raise `NoMaster` where it was changed."""


class LocalMaster:
    """A master key held in memory; its name is a fingerprint, so that a wrong key is known before use."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.name = "local:" + hashlib.sha256(b"anxin master key" + key).hexdigest()[:16]

    def wrap(self, suite: str, secret: bytes, context: bytes) -> bytes:
        """Wrap a key for its context."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + SUITES[suite].encrypt(self._derived(suite), nonce, secret, context)

    def unwrap(self, suite: str, wrapped: bytes, context: bytes) -> bytes:
        """Return the key; a changed row or another context is refused."""
        try:
            return SUITES[suite].decrypt(self._derived(suite), wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], context)
        except InvalidTag as error:
            raise NoMaster({"master": self.name, "why": "the wrapped key was changed"}) from error

    def _derived(self, suite: str) -> bytes:
        return SUITES[suite].derive(self._key, b"anxin key wrapping")


def configured(name: str) -> str:
    """Return one of the vault's settings: keys, master, kms, suite."""
    return str(dict(settings.VAULT)[name] or "")


def key_file() -> Path:
    """Return the file the master keys are read from."""
    return Path(configured("keys")) / "master.key"


def masters() -> list[Master]:
    """Read the masters at hand, the one to wrap with first; empty when none was made yet."""
    found: list[Master] = []
    if configured("kms"):
        found.append(import_string(configured("kms"))())
    if configured("master"):
        found += [LocalMaster(_decoded(line)) for line in configured("master").split(",")]
    if key_file().exists():
        found += [LocalMaster(_decoded(line)) for line in key_file().read_text(encoding="ascii").split()]
    return found


def current() -> Master:
    """Return the master to wrap with."""
    found = masters()
    if not found:
        raise NoMaster({"master": str(key_file()), "why": "no master key was made"})
    return found[0]


def named(name: str) -> Master:
    """Return the master that wrapped a key."""
    for master in masters():
        if master.name == name:
            return master
    raise NoMaster({"master": name, "why": f"not in {key_file()}"})


def init() -> bool:
    """Make the first master key where there is none; tell whether one was made."""
    if masters():
        return False
    return _write([], new=True)


def renew() -> None:
    """Put a new master key in front of the old ones in the key file."""
    _write(key_file().read_text(encoding="ascii").split() if key_file().exists() else [], new=False)


def _write(old: list[str], *, new: bool) -> bool:
    lines = [base64.b64encode(secrets.token_bytes(MASTER_BYTES)).decode(), *old]
    return place(key_file(), lines, new=new)


def place(path: Path, lines: list[str], *, new: bool) -> bool:
    """Write a file into the key folder, whole and readable by its owner only; False where another already wrote it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        if new:
            os.link(draft, path)  # fails where another process was first: what lies there is never overwritten
        else:
            draft.replace(path)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
        sync(path.parent)
    return True


def _decoded(line: str) -> bytes:
    key = base64.b64decode(line.strip(), validate=True)
    if len(key) != MASTER_BYTES:
        raise NoMaster({"master": str(key_file()), "why": f"expected {MASTER_BYTES} bytes, got {len(key)}"})
    return key
