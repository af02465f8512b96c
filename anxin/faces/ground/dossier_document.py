"""A claim's dossier as one page that people read and print, in Chinese, written from the pages beside it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anxin.core import wording
from anxin.core.zone import SHANGHAI
from anxin.domain.claims.choices import REASONS
from anxin.domain.claims.wording import CLOCKS, HEARD, LIABLE, REMEDIES, TYPES
from anxin.domain.claims.wording.settings import SETTINGS
from anxin.domain.evidence.choices import called
from anxin.domain.evidence.rules import UNEDITED, shown_side
from anxin.domain.evidence.wording import ATTENTION, DECLARATIONS
from anxin.domain.threads.wording import SIDES
from anxin.faces.words import fen

LANGUAGE = "zh-hans"
LOOKS = ("evidence.seen", "evidence.exported", "people.reveal")


def written(pages: Mapping[str, Any]) -> str:
    """Write the document from the pages of a dossier, by their names."""
    with translation.override(LANGUAGE):
        case, names = pages["case"], {one["id"]: one for one in pages["people"]}
        facts = [_fact(one, names) for one in pages["chain"]["entries"]]
        context = {
            "case": case,
            "asked": fen(case["asked_fen"]),
            "type": TYPES.get(case["type"], case["type"]),
            "reason": REASONS.get(case["reason"], case["reason"]),
            "state": wording.state("claim", case["state"]),
            "days": {name: _at(case.get(name)) for name in ("filed_at", "bought_at", "shipped_at", "delivered_at")},
            "erased": _at(case["buyer_erased_at"]),
            "lines": [{**one, "sum": fen(one["amount_fen"])} for one in case["lines"]],
            "people": [one for one in pages["people"] if one["kind"] != "buyer"],
            "statements": [_statement(one) for one in pages["statements"]],
            "evidence": _evidence(pages),
            "inspection": _inspection(pages.get("inspection")),
            "decisions": [_decision(one, names) for one in pages["decisions"]],
            "rules": [_rule(one) for one in pages["law"] if "article" not in one],
            "laws": [one for one in pages["law"] if "article" in one],
            "texts": pages.get("texts", ()),
            "money": [_money(one) for one in pages["money"]],
            "clocks": [_clock(one) for one in pages["clocks"]],
            "facts": facts,
            "looks": [one for one in facts if one["code"] in LOOKS],
            "head": pages["chain"]["head"],
        }
        return render_to_string("dossier/claim.html", context)


def _at(text: object) -> str:
    """Write a moment of a page as Beijing's clock shows it; a day stays a day."""
    if not isinstance(text, str) or "T" not in text:
        return str(text or "")
    return f"{datetime.fromisoformat(text).astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def _who(key: str, names: Mapping[str, Any]) -> str:
    """Say who is meant by an id, or by `staff:` and an id: name and house, else how he came in."""
    kind, _colon, bare = key.rpartition(":")
    one = names.get(bare)
    if one is None:
        return str(KINDS.get(kind, "")) if kind else ""
    if one["kind"] == "buyer":
        return f"{SIDES['buyer']} {one['name']}".strip()
    return f"{one['name']} {one['house']}".strip()


KINDS = {"system": translation.gettext_lazy("by itself"), "stranger": translation.gettext_lazy("Buyer")}
"""Who acts without an account."""


def _fact(one: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    if one["closed"]:
        says = _("A fact that is closed to who took this dossier; its hash is part of the chain")
        return {"position": one["position"], "code": "", "says": says, "hash": one["hash"][:16]}
    kind, key, _house, _via = one["by"]
    opened = [value[1] for name, value in sorted(one["opened"].items()) if isinstance(value, list) and name != "facts"]
    return {
        "position": one["position"],
        "code": one["code"],
        "at": _at(one["at"]),
        "by": _who(f"{kind}:{key}", names),
        "says": wording.sentence(one["code"], one["facts"]),
        "text": " · ".join(opened),
        "hash": one["hash"][:16],
    }


def _statement(one: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(HEARD.get(one["kind"], STATED.get(one["kind"], "")))
    return {**one, "side": SIDES[one["side"]], "kind": kind, "at": _at(one["at"])}


STATED = {
    "filed": translation.gettext_lazy("when the claim was filed"),
    "appealed": translation.gettext_lazy("appealed"),
    "withdrawn": translation.gettext_lazy("took the claim back"),
    "refused_offer": translation.gettext_lazy("refused the offer"),
}


def _evidence(pages: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the originals with whose they are, what their examination drew attention to, and their hashes."""
    looks = {one["label"]: one for one in pages["examinations"]}
    late = {one["label"] for one in pages["packings"] if one["after_shipping"]}
    author = pages.get("inspection", {}).get("technician", "")
    return [
        {
            **one,
            "side": SIDES[(side := shown_side(one["side"], one["role"]))],
            "author": author if side == "expert" else "",
            "shows": called(one["role"], one["media"]),
            "declared": _declared(one["declared"]),
            "sealed": _at(one["sealed_at"]),
            "gone": _at(one["gone_at"]),
            "after_shipping": one["label"] in late,
            "attention": ATTENTION.get(looks[one["label"]]["attention"], "") if one["label"] in looks else "",
            "pictured": one["media"].startswith("image/") and one["file"],
        }
        for one in pages["custody"]
    ]


def _declared(code: str) -> str:
    return str(DECLARATIONS.get("none" if code == UNEDITED else code, ""))


def _inspection(one: Mapping[str, Any] | None) -> dict[str, Any]:
    return {**one, "arrived": _at(one["arrived_at"])} if one else {}


def _decision(one: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **one,
        "state": wording.state("decision", one["state"]),
        "remedy": REMEDIES.get(one["remedy"], one["remedy"]),
        "sum": fen(one["amount_fen"]),
        "liable": LIABLE.get(one["liable"], one["liable"]),
        "by": _who(one["decided_by"] or "", names),
        "second": _who(one["confirmed_by"] or "", names),
        "given": _at(one["given_at"]),
        "found": [{"text": text, "labels": "、".join(labels)} for text, labels in one["found"]],
    }


def _rule(one: Mapping[str, Any]) -> dict[str, Any]:
    value = fen(one["value"]) if one["code"].endswith("_fen") else one["value"]
    return {**one, "value": value, "name": SETTINGS.get(one["code"].partition(".")[2], one["code"])}


def _money(one: Mapping[str, Any]) -> dict[str, Any]:
    if one["what"] == "paid":
        return {**one, "name": _("What was paid for the order")}
    state = wording.state("payment", one["state"])
    return {**one, "name": _("Refund"), "sum": fen(one["amount_fen"]), "state": state, "moved": _at(one["moved_at"])}


def _clock(one: Mapping[str, Any]) -> dict[str, Any]:
    ends = {"met_at": pgettext("clock", "kept"), "missed_at": _("not kept"), "stopped_at": _("no longer counts")}
    how = next((f"{says} {_at(one[end])}" for end, says in ends.items() if one[end]), _("running"))
    return {
        "name": CLOCKS.get(one["kind"], one["kind"]),
        "from": _at(one["started_at"]),
        "due": _at(one["due_at"]),
        "how": how,
    }
