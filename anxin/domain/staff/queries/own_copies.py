"""What is kept of somebody who signs in, as he takes a copy of it away: his account, his work as a technician, he.

Each part says whose rows of a model are his and which fields go along: none that is about somebody else, none that
opens a door. A model that names an account, a technician or his person is a part, or a test says why it is none.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from anxin.core import vault
from anxin.core.actors import Actor
from anxin.domain.network import models as network
from anxin.domain.notices import models as notices
from anxin.domain.notices.queries.own import own as own_notices
from anxin.domain.people import models as people
from anxin.domain.people.queries import access, consents, sign_in_log
from anxin.domain.quality import models as quality
from anxin.domain.quality import queries as quality_queries
from anxin.domain.staff import models as staff
from anxin.domain.visits import models as visits

MOST = 100_000
TECHNICIAN, PERSON = "technician__account", "person__accounts"
SPAN = "from_date to_date"


@dataclass(frozen=True)
class Part:
    """Rows of one model that are about whoever signs in: by which field, and what of them is his to take."""

    name: str
    model: type[Model]
    whose: str
    fields: str


PARTS = (
    Part("account", people.Account, "pk", "username kind called is_active created_at last_login"),
    Part("roles", people.Role, "account", "role organisation__name from_at to_at"),
    Part("role_changes", staff.RoleChange, "account", "role organisation__name command state why until_date"),
    Part("factors", people.Factor, "account", "kind name rp created_at confirmed_at used_at"),
    Part("recovery_codes", people.RecoveryCode, "account", "created_at used_at"),
    Part("links_in", staff.Invitation, "account", "kind created_at expires_at used_at revoked_at"),
    Part("company_sign_ins", staff.CompanyIdentity, "account", "issuer subject linked_at used_at parted_at"),
    Part("away", staff.Leave, "account", "from_at begun_at until_date to_at handed_over left_over"),
    Part("told_by", notices.Way, "account", "way changed_at"),
    Part("browsers_told", notices.PushSubscription, "account", "made_at reached_at fault"),
    Part("technician", network.Technician, "account", "number called lng lat grade since_date paused_at shut_out_at"),
    Part("engagements", network.Engagement, TECHNICIAN, "outlet__organisation__name brand__name from_at to_at"),
    Part("placements", network.Placement, TECHNICIAN, "outlet__organisation__name brand__name state created_at"),
    Part("skills", network.Skill, TECHNICIAN, "code level certificate until_date ended_at"),
    Part("hours", network.Shift, TECHNICIAN, "weekday weeks date from_min to_min employer__name"),
    Part("absences", network.Absence, TECHNICIAN, f"kind employer__name {SPAN} ended_at"),
    Part("leave_wished", network.Leave, TECHNICIAN, f"employer__name {SPAN} state created_at"),
    Part("swaps", network.Swap, TECHNICIAN, "date back_date state created_at"),
    Part("swaps_asked_of_him", network.Swap, "colleague__account", "date back_date state created_at"),
    Part("windows", visits.Window, TECHNICIAN, "from_at taken most"),
    Part("offers", visits.Offer, TECHNICIAN, "visit__number state arrive_at travel_s reasons why created_at"),
    Part("visits", visits.Visit, TECHNICIAN, "number kind mode state outcome created_at"),
    Part("grades", quality.Grade, TECHNICIAN, "stars score aspects reviews weight at"),
    Part("kept_since", people.Person, "accounts", "created_at erased_at"),
    Part("holds", people.Hold, PERSON, "reason source from_at released_at"),
    Part("looks_asked_for", people.RevealRequest, PERSON, "state until_at created_at"),
)


def own_copy(actor: Actor, *, handle: str, now: datetime) -> dict[str, Any]:
    """Return what is kept of whoever asks, by part; `handle` is the sign-in he asks with."""
    persons = persons_of(actor)
    return {
        **{one.name: _rows(one, actor) for one in PARTS},
        "mail": [
            vault.open_("staff.mailbox.mail", one.pk, one.mail_sealed)
            for one in staff.Mailbox.objects.filter(account=UUID(actor.id)).exclude(mail_sealed="")
        ],
        "sign_ins": [vars(one) for one in sign_in_log.sign_ins(actor, handle=handle, now=now)],
        "door": [vars(one) for one in sign_in_log.own_log(actor, limit=MOST)],
        "consents": [vars(each) for one in persons for each in consents.consents_of(one)],
        "looks": [vars(each) for one in persons for each in access.who_saw(one)],
        "words": _words(actor),
        "reviews": _reviews(actor, now),
        "contests": [_contest(one) for one in quality_queries.own_contests(actor, limit=MOST)],
        "notices": [vars(one) for one in own_notices(actor, now=now)],
    }


def persons_of(actor: Actor) -> list[people.Person]:
    """Return the row of the person whoever signs in is, where one is kept; of staff there is none."""
    return list(people.Person.objects.filter(accounts=UUID(actor.id)).select_related("place"))


def portrait_of(actor: Actor) -> str:
    """Return under which hash the portrait of a technician is kept; empty where there is none."""
    rows = network.Technician.objects.filter(account=UUID(actor.id))
    return rows.values_list("portrait", flat=True).first() or ""


def _rows(one: Part, actor: Actor) -> list[dict[str, Any]]:
    rows = one.model._default_manager.filter(**{one.whose: actor.id})
    return list(rows.order_by("pk").values(*one.fields.split()))


def _words(actor: Actor) -> list[dict[str, Any]]:
    """Return the brands' words that he is theirs, those that ended too."""
    mine = network.Technician.objects.filter(account=UUID(actor.id)).values("number")
    rows = network.Authorisation.objects.filter(kind="technician", code__in=mine)
    told = ("number", "brand__name", "state", "scope", "goods", *SPAN.split(), "signed_at", "ended_at", "why")
    return list(rows.order_by("pk").values(*told))


def _reviews(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Return each review as he reads it himself: no name, and no case and no words where its customer wanted so."""
    if actor.kind != "technician":
        return []
    shown = quality_queries.own_grade(actor, now=now, limit=MOST).shown
    told = ("day", "overall", "stars", "tags", "words", "number", "apart", "counts", "weight", "contest", "contest_why")
    return [{name: getattr(one, name) for name in told} for one in shown]


def _contest(one: quality_queries.ContestRow) -> dict[str, Any]:
    told = ("about", "ground", "number", "state", "at", "why", "pictures", "judged_why")
    return {name: getattr(one, name) for name in told}
