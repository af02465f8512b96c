"""The pages of a dossier as its check reads them, how they are hashed, and what the check may end with."""

import hashlib
import json
import zipfile
from typing import Any

from anxin.commands.dossier_language import told as _

LARGEST_PAGE = 64 << 20


class NotProved(str):
    """A line on what the check does not show."""

    __slots__ = ()


class Broken(Exception):
    """The first link that does not hold, in one sentence."""


def page(pack: zipfile.ZipFile, name: str, kind: type) -> Any:
    """Read one page of the dossier; raises `Broken` where it isn't there, or of another shape."""
    try:
        info = pack.getinfo(name)
        if info.file_size > LARGEST_PAGE:
            raise Broken(_("{name}: larger than any page may be").format(name=name))
        with pack.open(info) as part:
            content = part.read(LARGEST_PAGE + 1)
        if len(content) > LARGEST_PAGE:
            raise Broken(_("{name}: larger than any page may be").format(name=name))
        value = json.loads(content)
    except KeyError:
        raise Broken(_("{name}: missing").format(name=name)) from None
    except (ValueError, RecursionError, zipfile.BadZipFile) as error:
        raise Broken(_("{name}: can't be read ({error})").format(name=name, error=type(error).__name__)) from error
    if not isinstance(value, kind):
        raise Broken(_("{name}: not of the shape expected").format(name=name))
    return value


def told_facts(pack: zipfile.ZipFile) -> list[dict[str, Any]]:
    """Return the facts that are told to who took the dossier; of one that is closed to him there is the hash only."""
    return [one for one in page(pack, "chain.json", dict)["entries"] if not one.get("closed")]


def digest(what: str, content: object) -> str:
    """Return the hash by which a part of a record is bound."""
    return hashlib.sha256(f"anxin.timeline.{what}.v1\n".encode() + canonical(content)).hexdigest()


def canonical(value: object) -> bytes:
    """Return a value as it is hashed: one way to write it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
