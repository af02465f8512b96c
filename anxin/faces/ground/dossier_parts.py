"""What the documents of all dossiers share: moments, who is meant, the record, its messages and clocks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anxin.core import wording
from anxin.core.wording import joined
from anxin.core.zone import SHANGHAI
from anxin.domain.claims.rules import AGREED
from anxin.domain.claims.wording.decisions import BY_CLICK
from anxin.domain.people.wording import ROLES
from anxin.domain.threads.wording import SIDES
from anxin.faces.ground import prose

LANGUAGE = "zh-hans"
LOOKS = ("evidence.seen", "evidence.exported", "people.reveal", "ledger.account_seen", "claims.account_seen")
CUSTOMER = "customer"


def record(pages: Mapping[str, Any]) -> dict[str, Any]:
    """Return what every document tells of the chain: each fact, who looked, who is who, messages, texts."""
    names = {one["id"]: one for one in pages["people"]}
    facts = [_fact(one, names) for one in pages["chain"]["entries"]]
    return {
        "people": [one for one in pages["people"] if one["kind"] not in ("buyer", CUSTOMER)],
        "messages": [_message(one, names) for one in pages["messages"]],
        "texts": [{**one, "blocks": prose.blocks(one["text"])} for one in pages.get("texts", ())],
        "facts": facts,
        "looks": [one for one in facts if one["code"] in LOOKS],
        "head": pages["chain"]["head"],
    }


def at(text: object) -> str:
    """Write a moment of a page as Beijing's clock shows it; a day stays a day."""
    if not isinstance(text, str) or "T" not in text:
        return str(text or "")
    return f"{datetime.fromisoformat(text).astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def spoken(text: str) -> str:
    """Return words as people read them: a yes that was given by a click has none of its own."""
    return str(BY_CLICK) if text == AGREED else text


def who(key: str, names: Mapping[str, Any]) -> str:
    """Say who is meant by an id, or by `staff:` and an id: name and house, else how he came in."""
    kind, _colon, bare = key.rpartition(":")
    one = names.get(bare)
    if one is None:
        return {"system": _("by itself"), "stranger": _side("buyer", names)}.get(kind, "")
    if one["kind"] in ("buyer", CUSTOMER):
        return f"{_side('buyer', names)} {one['name']}".strip()
    return f"{one['name']} {one['house']}".strip()


def _side(side: str, names: Mapping[str, Any]) -> str:
    """Name a side: who is the buyer of a claim is the customer of a repair."""
    is_repair = any(one["kind"] == CUSTOMER for one in names.values())
    return _("Customer") if side == "buyer" and is_repair else str(SIDES[side])


def _fact(one: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    if one["closed"]:
        says = _("A fact that is closed to who took this dossier; its hash is part of the chain")
        return {"position": one["position"], "code": "", "says": says, "hash": one["hash"][:16]}
    kind, key, _house, _via = one["by"]
    opened = [value[1] for name, value in sorted(one["opened"].items()) if isinstance(value, list) and name != "facts"]
    return {
        "position": one["position"],
        "code": one["code"],
        "at": at(one["at"]),
        "by": who(f"{kind}:{key}", names),
        "says": wording.sentence(one["code"], one["facts"]),
        "text": " · ".join(map(spoken, opened)),
        "hash": one["hash"][:16],
    }


def _message(one: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    to = joined(_side(side, names) for side in one["to"] if side != one["side"])
    side = ROLES.get(one.get("role", "")) or _side(one["side"], names)
    return {**one, "side": side, "by": who(one["by"], names), "to": to, "at": at(one["at"])}


def clock(one: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    """Return a term as it ran: its name, since when, until when, how it ended."""
    ends = {"met_at": pgettext("clock", "kept"), "missed_at": _("not kept"), "stopped_at": _("no longer counts")}
    how = next((f"{says} {at(one[end])}" for end, says in ends.items() if one[end]), _("running"))
    return {
        "name": names.get(one["kind"], one["kind"]),
        "from": at(one["started_at"]),
        "due": at(one["due_at"]),
        "how": how,
    }
