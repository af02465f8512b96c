"""A repair's dossier as one page that people read and print, in Chinese, written from the pages beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anxin.core import wording
from anxin.domain.goods.wording import WARRANTY
from anxin.domain.repairs.wording import CHANNELS, CLOCKS, FREED, KINDS, MODES, PAYS, REDONE
from anxin.domain.visits.wording import PLACES, TIMINGS, UNFINISHED
from anxin.domain.visits.wording.pictures import SLOTS
from anxin.faces.ground import dossier_money
from anxin.faces.ground.dossier_parts import LANGUAGE, at, clock, record
from anxin.faces.words import fen


def written(pages: Mapping[str, Any], *, faults: Sequence[str]) -> str:
    """Write the document from the pages of a dossier, by their names; `faults` are those reported, in words."""
    with translation.override(LANGUAGE):
        case = pages["case"]
        context = {
            "case": case,
            "faults": faults,
            "kind": KINDS.get(case["kind"], case["kind"]),
            "mode": MODES.get(case["mode"], case["mode"]),
            "channel": CHANNELS.get(case["channel"], case["channel"]),
            "state": wording.state("repair", case["state"]),
            "cover": {**WARRANTY, **FREED, **REDONE}.get(case["warranty"]["why"], case["warranty"]["why"]),
            "reported": at(case["reported_at"]),
            "erased": at(case["customer_erased_at"]),
            "visits": [_visit(one) for one in pages["visits"]],
            "quotes": [_quote(one) for one in pages["quotes"]],
            "parts": pages["parts"],
            "bills": [_bill(one) for one in pages["bills"]],
            "pictures": [_picture(one) for one in pages.get("pictures", ())],
            "clocks": [clock(one, CLOCKS) for one in pages["clocks"]],
            **record(pages),
        }
        return render_to_string("dossier/repair.html", context)


def _visit(one: Mapping[str, Any]) -> dict[str, Any]:
    signed = one["signature"]
    return {
        **one,
        "state": wording.state("visit", one["state"]),
        "outcome": UNFINISHED.get(one["outcome"], ""),
        "windows": [_window(each) for each in one["windows"]],
        "check_ins": [_check_in(each) for each in one["check_ins"]],
        "signature": {**signed, "at": at(signed["at"])} if signed else None,
    }


def _window(one: Mapping[str, Any]) -> dict[str, Any]:
    state = wording.state("appointment", one["state"])
    return {"from": at(one["from"]), "to": at(one["to"]), "state": state}


def _check_in(one: Mapping[str, Any]) -> dict[str, Any]:
    place, timing = PLACES.get(one["place"], one["place"]), TIMINGS.get(one["timing"], one["timing"])
    return {"at": at(one["at"]), "place": place, "timing": timing}


def _quote(one: Mapping[str, Any]) -> dict[str, Any]:
    taken = [each for each in one["lines"] if each["chosen"]]
    return {**one, "state": wording.state("quote", one["state"]), "lines": [_line(each) for each in taken]}


def _bill(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **one,
        "state": wording.state("bill", one["state"]),
        "total": fen(one["total_fen"]),
        "lines": [_line(each) for each in one["lines"]],
        "payments": [_payment(each) for each in one["payments"]],
    }


def _line(one: Mapping[str, Any]) -> dict[str, Any]:
    return {**one, "sum": fen(one["amount_fen"]), "why": PAYS.get(one["why"], "")}


def _payment(one: Mapping[str, Any]) -> dict[str, Any]:
    back = one["direction"] == "back"
    return {
        "name": _("Given back") if back else pgettext("a payment", "Paid"),
        "sum": fen(one["amount_fen"]),
        "state": dossier_money.stands(one) if back else wording.state("payment", one["state"]),
        "moved": at(one["moved_at"]),
    }


def _picture(one: Mapping[str, Any]) -> dict[str, Any]:
    by = {"customer": _("Customer"), "technician": _("Technician"), "signer": _("Who signed")}
    return {
        **one,
        "by": by.get(one["by"], ""),
        "shows": SLOTS.get(one.get("of", ""), ""),
        "at": at(one["at"]),
        "pictured": bool(one["file"]) and not one["file"].endswith((".mp4", ".bin")),
    }
