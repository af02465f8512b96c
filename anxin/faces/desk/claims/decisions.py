"""The decision: facts with their evidence, rule, remedy, sum, reason, who bears it; first what both sides will read."""

import hashlib
import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.domain.claims import queries as claims
from anxin.domain.claims.actions import Ruling
from anxin.domain.claims.queries.appeal_bounds import why_not_so
from anxin.domain.claims.queries.findings import PictureFinding, findings_of, looks_of
from anxin.domain.claims.queries.sent_sums import sent_by_yes
from anxin.domain.claims.rules import MONEY
from anxin.domain.claims.rules.remedies import borne_by, fault_of_sum, is_beyond
from anxin.domain.claims.wording import LIABLE, LOCKS, REMEDIES
from anxin.domain.claims.wording.decisions import (
    FAULTS_OF_SUM,
    WHY_NO_REPAIR,
    parted,
)
from anxin.domain.claims.wording.findings import LOOKED
from anxin.faces.choices import offer
from anxin.faces.desk.claims.case import ClaimCase
from anxin.faces.ground.claim_parts import why_barred
from anxin.faces.ground.forms import Yuan
from anxin.faces.words import fen

OWN = 2


class DecisionForm(forms.Form):
    """A ruling as it is typed."""

    facts = forms.MultipleChoiceField(required=False)
    remedy = forms.ChoiceField(
        error_messages={"required": gettext_lazy("Choose what is to happen.")}, choices=list(REMEDIES.items())
    )
    amount_fen = Yuan(max_length=20, required=False)
    liable = forms.ChoiceField(choices=list(LIABLE.items()), initial="merchant")
    beyond = forms.CharField(max_length=500, required=False)
    fraud_said = forms.BooleanField(required=False)
    reason = forms.CharField(max_length=2000)

    def __init__(self, data: Any = None, *, case: ClaimCase, corrects: bool = False) -> None:
        """Offer the facts of this claim and its labels; who `corrects` begins with what he decided."""
        super().__init__(data)
        self.case, self.corrects = case, corrects
        self.offered: dict[str, PictureFinding] = {one.key: one for one in findings_of(case.view)}
        offer(self, "facts", [(one.key, one.text) for one in self.offered.values()])
        self.remedies = [one for one in REMEDIES.items() if one[0] not in case.records.barred]
        offer(self, "remedy", self.remedies)
        self.looks = looks_of(case.view)
        for label in self.looks:
            self.fields[f"look_{label}"] = forms.ChoiceField(choices=[("", "—"), *LOOKED.items()], required=False)
        if corrects:
            self.fields["mistake"] = forms.CharField(
                max_length=500, error_messages={"required": gettext_lazy("Say what was wrong with it.")}
            )
        self.waits_until = case.view.appeal_waits_until
        if self.waits_until is not None:
            self.fields["early"] = forms.CharField(
                max_length=500, error_messages={"required": LOCKS["appeal_unanswered"]}
            )
        self.labels = [one.label for one in self.case.view.evidence]
        for number in range(1, OWN + 1):
            self.fields[f"own_{number}"] = forms.CharField(max_length=200, required=False)
            self.fields[f"proof_{number}"] = forms.CharField(max_length=80, required=False)
        if self.case.view.asked_fen and not self.is_bound:
            asked = sent_by_yes(case.records).fen + case.records.meanwhile_fen
            self.fields["amount_fen"].initial = f"{asked / 100:.2f}"
        draft = self.case.view.sent_back or (case.given if corrects else None)
        if draft is not None and draft.mine:
            self.initial = {**self.initial, **self._of(draft)}

    def _of(self, draft: claims.DecisionView) -> dict[str, Any]:
        """Return what stood in a draft of his that was sent back: he puts it right, and types nothing again."""
        known = {one.text: key for key, one in self.offered.items()}
        told = {name: getattr(draft, name) for name in ("remedy", "liable", "fraud_said", "mistake")}
        told["reason"], told["beyond"] = parted(draft.reason)
        told["facts"] = [known[text] for text, _labels in draft.found if text in known]
        own = [one for one in draft.found if one[0] not in known][:OWN]
        for number, (text, labels) in enumerate(own, start=1):
            told |= {f"own_{number}": text, f"proof_{number}": " ".join(labels)}
        return told | ({"amount_fen": f"{draft.amount_fen / 100:.2f}"} if draft.amount_fen else {})

    def clean(self) -> dict[str, Any]:
        """Check that a sum goes with money and each own fact with evidence that is there."""
        given = super().clean() or {}
        view, remedy = self.case.view, given.get("remedy", "")
        sum_fen = (given.get("amount_fen") or 0) if remedy in MONEY else 0
        fault = fault_of_sum(remedy, sum_fen, most_fen=view.most_fen, left_fen=self.most_fen)
        if fault and "amount_fen" not in self.errors:
            self.add_error("amount_fen", FAULTS_OF_SUM[fault].format(most=fen(self.most_fen)))
        if is_beyond(sum_fen, asked_fen=view.asked_fen) and not given.get("beyond"):
            self.add_error("beyond", _("Say why more is given than was asked for; both sides read it."))
        for number in range(1, OWN + 1):
            self._own(number, given)
        if not self.errors and not self._found(given):
            self.add_error("facts", _("A decision rests on facts: tick one, say what a picture shows, or write one."))
        why = why_not_so(self.case.records, self.ruling) if not self.errors else ""
        if why:
            self.add_error("early" if why == "appeal_worse" else "remedy", LOCKS[why])
        return given

    def _own(self, number: int, given: dict[str, Any]) -> None:
        said, proof = given.get(f"own_{number}", "").strip(), given.get(f"proof_{number}", "")
        labels = re.findall(r"[A-Z]\d+", proof.upper())
        unknown = [one for one in labels if one not in self.labels]
        if unknown:
            there = " ".join(self.labels) or _("none")
            slip = _("There is no {label}. There are: {there}").format(label=unknown[0], there=there)
            self.add_error(f"proof_{number}", slip)
        if labels and not said:
            self.add_error(f"own_{number}", _("Say what the evidence shows."))
        given[f"labels_{number}"] = tuple(labels)

    def _found(self, given: dict[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        chosen = [self.offered[key] for key in given.get("facts", ())]
        chosen += [ways[given[f"look_{label}"]] for label, ways in self.looks.items() if given.get(f"look_{label}")]
        own = [(given.get(f"own_{n}", "").strip(), given[f"labels_{n}"]) for n in range(1, OWN + 1)]
        return (*((one.text, one.labels) for one in chosen), *((text, labels) for text, labels in own if text))

    def _beyond(self, given: dict[str, Any]) -> str:
        """Return why more is given than was asked for; nothing where it isn't."""
        sum_fen = given["amount_fen"] if given["remedy"] in MONEY else 0
        return given.get("beyond", "") if is_beyond(sum_fen or 0, asked_fen=self.case.view.asked_fen) else ""

    @property
    def ruling(self) -> Ruling:
        """Return the ruling that was typed (after validation)."""
        given = self.cleaned_data
        return Ruling(
            remedy=given["remedy"],
            amount_fen=given["amount_fen"] if given["remedy"] in MONEY else 0,
            reason=given["reason"],
            liable=borne_by(given["remedy"], given["liable"]),
            found=self._found(given),
            fraud_said=given["fraud_said"],
            early=given.get("early", ""),
            mistake=given.get("mistake", ""),
            beyond=self._beyond(given),
        )

    @property
    def most_fen(self) -> int:
        """Return the most that can be given."""
        return self.case.records.rulable_fen

    @property
    def look_open(self) -> bool:
        """Return whether a technician is still to look at the goods: deciding calls him off."""
        return self.case.view.look_open

    @property
    def why_no_repair(self) -> str:
        """Return why a repair isn't among the remedies; empty where it is."""
        return str(WHY_NO_REPAIR.get(self.case.records.barred.get("repair", ""), ""))

    @property
    def why_barred(self) -> list[str]:
        """Return why other remedies aren't among them, each reason once."""
        return why_barred(self.case.records.barred)

    @property
    def mark(self) -> str:
        """Return a mark of the ruling as it was typed: who gives it has read this very one."""
        return hashlib.sha256(repr(self.ruling).encode()).hexdigest()[:24]

    @property
    def own(self) -> list[tuple[Any, Any]]:
        """Return the rows for facts of one's own."""
        return [(self[f"own_{n}"], self[f"proof_{n}"]) for n in range(1, OWN + 1)]

    @property
    def looked(self) -> list[tuple[str, Any]]:
        """Return for each picture what may have been seen in it."""
        return [(label, self[f"look_{label}"]) for label in self.looks]

    @property
    def ticked(self) -> list[tuple[PictureFinding, bool]]:
        """Return the facts that can be ticked."""
        chosen = set(self["facts"].value() or ())
        return [(one, key in chosen) for key, one in self.offered.items()]
