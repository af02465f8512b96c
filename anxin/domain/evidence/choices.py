"""What a picture may show: each role once, with its words, whose pictures may have it, and how to take one."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from anxin.core.commands.fields import Text


@dataclass(frozen=True, kw_only=True)
class Role:
    """What a picture shows; `sides` may hand such pictures in, `how` is told the buyer before he takes one.

    `sent`: a seller seals it before the goods leave. `fault`: the fault can be seen in it, so a finding may name it.
    """

    says: Text
    sides: str
    how: Text = ""
    sent: bool = False
    fault: bool = False


PICTURES = {
    "packing": Role(says=_("packing picture"), sides="merchant", sent=True),
    "listing": Role(says=_("listing picture"), sides="merchant", sent=True),
    "weight": Role(says=_("weighing"), sides="merchant", sent=True),
    "whole": Role(says=_("the whole thing"), sides="buyer", how=_("all of it in one picture, as it lies before you")),
    "detail": Role(
        says=_("the fault close by"), sides="buyer", how=_("the place itself, from a hand's width away"), fault=True
    ),
    "label": Role(
        says=_("the waybill or label"),
        sides="buyer merchant",
        how=_("the waybill or label, so that it can be read"),
        sent=True,
    ),
    "package": Role(says=_("the package"), sides="buyer", how=_("box and padding, from outside and inside")),
    "second_angle": Role(says=_("another angle"), sides="buyer", how=_("the same place from another side"), fault=True),
    "returned": Role(
        says=_("the returned goods"),
        sides="buyer merchant",
        how=_("what you send back, before you close the box"),
    ),
    "document": Role(
        says=_("a document"),
        sides="buyer merchant desk",
        how=_("anything else that helps, a chat or a receipt"),
    ),
    "inspection": Role(says=_("picture of the inspection visit"), sides="expert", fault=True),
}
BROUGHT = "brought"
"""Evidence of a claim that came from another system: what it shows is not known here."""
SENT = tuple(code for code, one in PICTURES.items() if one.sent)
ROLES = {**{code: one.says for code, one in PICTURES.items()}, BROUGHT: _("evidence from the former system")}


OFFERED = ROLES | {"packing": _("packing picture or video")}
"""What is chosen from before anybody knows whether a picture comes or a film."""
FILMED = {"packing": _("packing video")}


def called(role: str, media: str) -> Text:
    """Return what an original of a kind of file shows, in words; a code nobody knows as it is."""
    return (FILMED.get(role) if media.startswith("video/") else None) or ROLES.get(role, role)


def roles_of(side: str) -> tuple[str, ...]:
    """Return what pictures of a side may show."""
    return tuple(code for code, one in PICTURES.items() if side in one.sides.split())


def shows_fault(role: str) -> bool:
    """Return whether the fault can be seen in such a picture; of what came from elsewhere nobody can say it can't."""
    return role == BROUGHT or PICTURES[role].fault
