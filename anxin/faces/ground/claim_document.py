"""A claim's dossier as one page that people read and print, in Chinese, written from the pages beside it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from anxin.core import wording
from anxin.core.wording import joined
from anxin.domain.claims.choices import REASONS
from anxin.domain.claims.wording import CLOCKS, HEARD, LIABLE, REMEDIES, TYPES
from anxin.domain.claims.wording.decisions import state_called
from anxin.domain.claims.wording.returned_goods import GOODS_AFTER
from anxin.domain.claims.wording.settings import SETTINGS
from anxin.domain.evidence.choices import called
from anxin.domain.evidence.rules import UNEDITED, shown_side
from anxin.domain.evidence.wording import DECLARATIONS
from anxin.domain.people.choices import PAYERS
from anxin.domain.threads.wording import SIDES
from anxin.domain.visits.wording import PLACES, TIMINGS, UNFINISHED
from anxin.faces.ground import dossier_money
from anxin.faces.ground.dossier_findings import capture, findings
from anxin.faces.ground.dossier_parts import LANGUAGE, at, clock, record, spoken, who
from anxin.faces.words import fen


def written(pages: Mapping[str, Any]) -> str:
    """Write the document from the pages of a dossier, by their names."""
    with translation.override(LANGUAGE):
        case, names = pages["case"], {one["id"]: one for one in pages["people"]}
        context = {
            "case": case,
            "asked": fen(case["asked_fen"]),
            "type": TYPES.get(case["type"], case["type"]),
            "reason": REASONS.get(case["reason"], case["reason"]),
            "state": wording.state("claim", case["state"]),
            "days": {name: at(case.get(name)) for name in ("filed_at", "bought_at", "shipped_at", "delivered_at")},
            "waybills": [{**one, "at": at(one["at"])} for one in case["waybill_changes"]],
            "gone": {"away": at(case["seller_left_at"]), "silent": at(case["seller_silent_at"])},
            "erased": at(case["buyer_erased_at"]),
            "lines": [{**one, "sum": fen(one["amount_fen"])} for one in case["lines"]],
            "statements": [_statement(one) for one in pages["statements"]],
            "evidence": _evidence(pages),
            "captures": [capture(one) for one in pages["captures"]],
            "inspection": _inspection(pages.get("inspection")),
            "decisions": [_decision(one, names) for one in pages["decisions"]],
            "agreements": {one["kind"] == "agreed" for one in pages["decisions"]},
            "rules": [_rule(one) for one in pages["law"] if "article" not in one],
            "laws": [one for one in pages["law"] if "article" in one],
            "money": [_money(one, names) for one in pages["money"]],
            "clocks": [clock(one, CLOCKS) for one in pages["clocks"]],
            **record(pages),
        }
        return render_to_string("dossier/claim.html", context)


ARRIVALS = {
    "yes": translation.gettext_lazy("the buyer confirmed it"),
    "no": translation.gettext_lazy("the buyer says he was not there"),
}


def _statement(one: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(HEARD.get(one["kind"], STATED.get(one["kind"], "")))
    return {**one, "side": SIDES[one["side"]], "kind": kind, "at": at(one["at"]), "text": spoken(one["text"])}


STATED = {
    "filed": translation.gettext_lazy("when the claim was filed"),
    "appealed": translation.gettext_lazy("appealed"),
    "withdrawn": translation.gettext_lazy("took the claim back"),
    "refused_offer": translation.gettext_lazy("refused the offer"),
    "appeal_answered": translation.gettext_lazy("answered the appeal"),
}
AGREED = {
    "agree": translation.gettext_lazy("the merchant agreed to what the buyer asked for"),
    "offer": translation.gettext_lazy("the merchant offered it, and the buyer accepted"),
}


def _evidence(pages: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the originals with whose they are, what their examination drew attention to, and their hashes."""
    looks = {one["label"]: one for one in pages["examinations"]}
    files: dict[str, list[str]] = defaultdict(list)
    for one in pages["custody"]:
        files[one["sha256"]].append(one["label"])
    left = {one["label"]: one["after_shipping"] for one in pages["packings"]}
    author = pages.get("inspection", {}).get("technician", "")
    return [
        {
            **one,
            "side": SIDES[(side := shown_side(one["side"], one["role"]))],
            "buyers": side == "buyer",
            "author": author if side == "expert" else "",
            "shows": called(one["role"], one["media"]),
            "declared": _declared(one["declared"]),
            "sealed": at(one["sealed_at"]),
            "gone": at(one["gone_at"]),
            "same": joined(label for label in files[one["sha256"]] if label != one["label"]),
            "after_shipping": left.get(one["label"]),
            "unsaid": left.get(one["label"], False) is None,
            **(findings(looks[one["label"]]) if one["label"] in looks else {}),
            "pictured": one["media"].startswith("image/") and one["file"],
        }
        for one in pages["custody"]
    ]


def _declared(code: str) -> str:
    return str(DECLARATIONS.get("none" if code == UNEDITED else code, ""))


def _inspection(one: Mapping[str, Any] | None) -> dict[str, Any]:
    if not one:
        return {}
    stands, outcome = wording.state("visit", one["state"]), UNFINISHED.get(one["outcome"], "")
    stood = _("{state}: {outcome}").format(state=stands, outcome=outcome) if outcome else str(stands)
    said = joined(str(part) for part in _arrival(one) if part)
    return {**one, "arrived": at(one["arrived_at"]), "arrival": said, "stands": stood}


def _arrival(one: Mapping[str, Any]) -> Iterable[object]:
    """Say by whose word a technician was there, and what stands beside it; a dossier of before tells less."""
    yield PLACES.get(one.get("place", ""), "")
    yield TIMINGS.get(one.get("timing", ""), "")
    yield ARRIVALS.get(one.get("buyer_says", ""), _("the buyer said nothing of it"))


def _decision(one: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **one,
        "state": state_called(one["kind"], one["state"], by=one["replaced_by"]),
        "remedy": REMEDIES.get(one["remedy"], one["remedy"]),
        "sum": fen(one["amount_fen"]),
        "goods": GOODS_AFTER.get(one.get("goods", ""), ""),
        "payer": PAYERS.get(one["payer"], ""),
        "liable": LIABLE.get(one["liable"], one["liable"]),
        "by": who(one["decided_by"] or "", names),
        "agreed": AGREED.get(one["answer"], AGREED["agree"]) if one["kind"] == "agreed" else "",
        "second": who(one["confirmed_by"] or "", names),
        "given": at(one["given_at"]),
        "reason": spoken(one["reason"]),
        "found": [{"text": text, "labels": joined(labels)} for text, labels in one["found"]],
    }


def _rule(one: Mapping[str, Any]) -> dict[str, Any]:
    value = fen(one["value"]) if one["code"].endswith("_fen") else one["value"]
    return {**one, "value": value, "name": SETTINGS.get(one["code"].partition(".")[2], one["code"])}


def _money(one: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    if one["what"] == "paid":
        return {"name": _("What was paid for the order"), "lines": dossier_money.bought(one)}
    if one["what"] == "borne":
        return {"name": f"{_('Borne for the merchant')} {fen(one['amount_fen'])}", "lines": dossier_money.borne(one)}
    if one["what"] == "said":
        return {"name": f"{_('The shop says it gave back')} {fen(one['amount_fen'])}", "lines": dossier_money.said(one)}
    if one["what"] == "sums":
        return {"name": f"{_('Given back in all')} {fen(one['amount_fen'])}", "lines": dossier_money.sums(one)}
    lines = dossier_money.refund(one, who=lambda key: who(key, names))
    return {"name": f"{_('Refund')} {fen(one['amount_fen'])}", "lines": lines}
