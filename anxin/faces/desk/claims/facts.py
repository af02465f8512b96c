"""Facts a reviewer may find, each with the evidence it rests on: offered in words that accuse nobody."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anxin.domain.claims.queries import ClaimView
from anxin.domain.evidence.choices import PICTURES, ROLES
from anxin.domain.evidence.queries import LinkView
from anxin.domain.evidence.wording import SAYS
from anxin.faces.ground.evidence.captures import Looked, looked

SAME_FRAME = ("same_shot", "warped_same_shot")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A fact that can be ticked: its key, its words, the labels it rests on."""

    key: str
    text: str
    labels: tuple[str, ...]

    @property
    def proof(self) -> str:
        """Write the labels down."""
        return " ".join(self.labels)


def facts_of(view: ClaimView) -> tuple[Fact, ...]:
    """Offer what the claim itself shows: pictures first, then what was said, asked for and not said."""
    found = [fact for one in view.evidence for fact in _of_picture(one)]
    return (*found, *_of_answers(view), *_of_challenge(view))


def _of_picture(one: LinkView) -> list[Fact]:
    found, seen = [], one.examination
    if seen is not None and seen.consistency in SAME_FRAME and one.side == "buyer":
        labels = (one.label, seen.reference)
        if seen.reference_time == "before":
            found.append(
                Fact(key=f"same.{one.label}", text=_same(one, seen.reference, len(seen.changed)), labels=labels)
            )
    if seen is not None and seen.consistency == "redrawn" and one.side == "buyer" and seen.reference_time == "before":
        text = _("{label} has the layout of {ref}, much of it drawn anew")
        labels = (one.label, seen.reference)
        found.append(
            Fact(key=f"redrawn.{one.label}", text=text.format(label=one.label, ref=seen.reference), labels=labels)
        )
    if seen is not None and seen.says in ("generated", "possibly", "suspected"):
        text = _("{label} carries a label in the file: {says}").format(label=one.label, says=SAYS[seen.says])
        found.append(Fact(key=f"label.{one.label}", text=text, labels=(one.label,)))
    if one.side == "merchant" and one.late:
        text = _("{label} was sealed after the claim").format(label=one.label)
        found.append(Fact(key=f"late.{one.label}", text=text, labels=(one.label,)))
    elif one.side == "merchant" and one.role == "packing":
        text = _("{label} shows the goods whole when packed").format(label=one.label)
        found.append(Fact(key=f"packed.{one.label}", text=text, labels=(one.label,)))
    if one.challenged:
        text = _("{label} was handed in on request").format(label=one.label)
        found.append(Fact(key=f"asked.{one.label}", text=text, labels=(one.label,)))
    if one.side != "merchant" and PICTURES[one.role].fault:
        text = _("The damage can be seen in {label} ({role})").format(label=one.label, role=ROLES[one.role])
        found.append(Fact(key=f"seen.{one.label}", text=text, labels=(one.label,)))
    return found


def _same(one: LinkView, reference: str, boxes: int) -> str:
    if not boxes:
        return _("{label} is the same shot as {ref}").format(label=one.label, ref=reference)
    said = ngettext(
        "{label} is the same shot as {ref}; {n} place differs",
        "{label} is the same shot as {ref}; {n} places differ",
        boxes,
    )
    return said.format(label=one.label, ref=reference, n=boxes)


def _of_answers(view: ClaimView) -> list[Fact]:
    if any(one.kind == "timeout" for one in view.answers):
        return [Fact(key="unanswered", text=_("The merchant did not answer in time"), labels=())]
    return []


def _of_challenge(view: ClaimView) -> list[Fact]:
    if view.challenge is not None and view.challenge.state == "expired":
        return [Fact(key="silent", text=_("One more picture was asked for and not sent in time"), labels=())]
    return [_of_capture(one, number) for number, one in enumerate(looked(view.captures)) if one.view.state == "done"]


def _of_capture(one: Looked, number: int) -> Fact:
    text = _("What was asked for was answered question by question: {counts}").format(counts=one.summed)
    return Fact(key=f"capture.{number}", text=text, labels=tuple(frame.label for frame in one.view.frames))
