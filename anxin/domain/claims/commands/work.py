"""What each command of a claim does, and what it offers to choose from."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.core.commands import Given
from anxin.core.commands.fields import Text
from anxin.core.errors import Invalid
from anxin.core.zone import SHANGHAI
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries, rules
from anxin.domain.claims.actions import PictureGiven, Ruling
from anxin.domain.claims.commands import fields
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries.denied_refunds import answers_denial
from anxin.domain.claims.rules.situation import ClaimSituation
from anxin.domain.claims.states import CLAIM, RECOVERY, RECOVERY_STEPS, REFERRAL
from anxin.domain.claims.wording import OUTSIDE_REMEDIES, REMEDIES
from anxin.domain.claims.wording.answers import FIXED_WORDS
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import queries as evidence_queries
from anxin.domain.evidence.choices import OFFERED, SENT
from anxin.domain.evidence.queries import NoSuchLink
from anxin.domain.goods.commands import product_called
from anxin.domain.network import queries as network
from anxin.domain.people import queries as people
from anxin.domain.repairs.models import Repair
from anxin.domain.reputation import actions as reputation
from anxin.domain.reputation import queries as reputation_queries
from anxin.domain.threads import actions as threads
from anxin.domain.threads import queries as sides
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits.queries import FreeWindow
from anxin.domain.visits.rules import local_day

READERS = {
    "desk": {"both": _("both sides"), "buyer": _("the buyer"), "merchant": _("the merchant")},
    "merchant": {"buyer": _("the buyer and the reviewer"), "desk": _("only the reviewer")},
    "buyer": {
        "both": _("the merchant and the reviewer"),
        "merchant": _("the merchant"),
        "desk": _("only the reviewer"),
    },
}
"""Whom each side may write to, and in which words."""
BOTH = {"desk": ("buyer", "merchant"), "buyer": ("merchant", "desk")}
"""Who is meant by both: those besides oneself."""

type It = Given[Claim, Any]
type Options = Sequence[tuple[str, Text]]


def hand_in(it: It) -> None:
    """Hand in what was sent."""
    given: fields.Evidence = it.fields
    for file in given.files:
        claims.hand_in(claim=it.row, picture=PictureGiven(file=file, role=given.role), by=it.by, now=it.now)


def show(it: It) -> None:
    """Hand in the buyer's pictures, with what he says about them."""
    given: fields.Pictures = it.fields
    for picture in given.pictures:
        claims.hand_in(claim=it.row, picture=picture, declaration=given.declaration, by=it.by, now=it.now)


def answer_arrival(it: It) -> None:
    """Take the buyer's word on whether the technician is there."""
    looked = queries.inspection_of(it.row)
    visit = visits_queries.latest_of(looked.stream()) if looked else None
    if visit is None:
        raise visits_queries.NoSuchVisit({"number": it.row.number})
    visits.answer_arrival(visit=visit, here=it.fields.here, by=it.by, now=it.now)


def accept_exchange(it: Given[Repair, Any]) -> claims.FiledClaim:
    """File the exchange that was offered."""
    return claims.accept_exchange(repair=it.row, told=it.fields.why, by=it.by, now=it.now)


def decide(it: It) -> object:
    """Decide, as it was typed."""
    return claims.propose(claim=it.row, ruling=Ruling(**dict(it.fields)), by=it.by, now=it.now)


def correct(it: It) -> object:
    """Draw up the correction of one's own decision, as it was typed."""
    return claims.correct(claim=it.row, ruling=Ruling(**dict(it.fields)), by=it.by, now=it.now)


def name_goods(it: It) -> None:
    """Say which product the goods are."""
    claims.name_goods(claim=it.row, product=product_called(it.fields.model), by=it.by, now=it.now)


def write(it: It) -> None:
    """Write to those who are to read it."""
    given: fields.Message = it.fields
    side = sides.side_of(it.by)
    if given.to not in READERS.get(side, {}):
        raise Invalid("to", expected="a reader this side may write to", got=given.to)
    to = BOTH[side] if given.to == "both" else (given.to,)
    denied = it.row.state in CLAIM.ends and answers_denial(it.row, it.by)
    threads.post(stream=it.row.stream(), text=given.text, to=to, by=it.by, now=it.now, over=not denied)


def hear_back(it: It) -> None:
    """Write down what came of a door outside."""
    given: fields.News = it.fields
    key, _sep, step = given.news.partition(":")
    if given.news not in dict(_news(it.row, sides.side_of(it.by))):
        raise Invalid("news", expected="a step that an own referral may take now", got=given.news)
    referral = queries.referral_of(it.row, key=key, side=sides.side_of(it.by))
    claims.hear_back(referral=referral, step=step, number=given.number, text=given.text, by=it.by, now=it.now)


def open_to(it: It) -> None:
    """Open the claim to an authority until the end of a day."""
    given: fields.Grant = it.fields
    until = datetime.combine(given.until, time(23, 59), SHANGHAI)
    house = people.organisation(given.organisation)
    claims.open_to(claim=it.row, organisation=house, until=until, letter=given.letter, by=it.by, now=it.now)


def close_to(it: It) -> None:
    """End an authority's reading."""
    house = people.organisation(it.fields.organisation)
    claims.close_to(claim=it.row, organisation=house, why=it.fields.why, by=it.by, now=it.now)


def send_technician(it: It) -> None:
    """Send a technician in the window that begins at the moment given."""
    from_at: datetime = it.fields.window
    found = next((one for one in windows(it.row, local_day(from_at), it.now) if one.from_at == from_at), None)
    if found is None:
        raise Invalid("window", expected=str(_("the beginning of an offered window")), got=from_at)
    claims.order_inspection(
        claim=it.row, question=it.fields.question, from_at=found.from_at, to_at=found.to_at, by=it.by, now=it.now
    )


def give_up_examination(it: It) -> None:
    """Say why a picture can't be examined."""
    given: fields.MissingOutcome = it.fields
    rows = evidence_queries.outcomes(it.row.stream())
    found = next((one for link, one in rows if link.label == given.label), None)
    if found is None:
        raise NoSuchLink({"link": given.label})
    evidence.give_up(look=found, note=given.note, by=it.by, now=it.now)


def give_up_look(it: It) -> None:
    """Say why what was taken on request can't be looked at."""
    found = evidence_queries.capture_open(it.row.stream())
    if found is None:
        raise NoSuchLink({"link": it.row.number})
    evidence.give_up(look=found, note=it.fields.note, by=it.by, now=it.now)


def examine_again(it: It) -> None:
    """Have a picture examined once more."""
    label = it.fields.label
    found = next((one for one in evidence_queries.links_of(it.row.stream()) if one.label == label), None)
    if found is None:
        raise NoSuchLink({"link": label})
    evidence.examine_again(link=found, by=it.by, now=it.now)


def judge(it: It) -> None:
    """Uphold a contested mark, or take it back."""
    given: fields.Judgement = it.fields
    mark = reputation_queries.mark(str(given.mark), actor=it.by)
    action = reputation.uphold if given.verdict == "uphold" else reputation.correct
    action(mark=mark, why=given.why, by=it.by, now=it.now)


def windows(row: Claim, day: date, now: datetime) -> list[FreeWindow]:
    """Return the windows of a day in which a technician could look at the goods."""
    return queries.inspection_windows(row, day=day, now=now)


def tomorrow(row: Claim, now: datetime) -> date:
    """Return the day whose windows are offered first."""
    return local_day(now) + timedelta(days=1)


def days(row: Claim, now: datetime) -> list[date]:
    """Return the days for which windows are offered."""
    return network.days_asked(now=now)


def fixed_words(row: Claim, case: ClaimSituation, now: datetime, _by: Actor) -> Options:
    """Offer only the sentences whose evidence is here, and none."""
    true_here = [(one, FIXED_WORDS[one]) for one in queries.fixed_words_of(row)]
    return [*true_here, ("", _("only what I write below"))]


def offers(row: Claim, case: ClaimSituation, now: datetime, by: Actor) -> Options:
    """Offer what the merchant could have carried out."""
    barred = queries.Records(row, by=by, now=now).barred
    return [(one, REMEDIES[one]) for one in rules.OFFERS if one not in barred]


def remedies(row: Claim, case: ClaimSituation, now: datetime, by: Actor) -> Options:
    """Offer what could be carried out if it was decided, and the refusal."""
    barred = queries.Records(row, by=by, now=now).barred
    return [(one, REMEDIES[one]) for one in rules.REMEDIES if one not in barred]


def roles(row: Claim, case: ClaimSituation, now: datetime, _by: Actor) -> Options:
    """Offer what a merchant can show; returned goods once they are back."""
    back = ("returned",) if row.return_waybill or row.state == "inspecting" else ()
    return [(one, OFFERED[one]) for one in (*back, *SENT)]


def readers(row: Claim, case: ClaimSituation, now: datetime, _by: Actor) -> Options:
    """Offer whom this side may write to."""
    return list(READERS.get(case.side, {}).items())


def recovery_steps(row: Claim, case: ClaimSituation, now: datetime, _by: Actor) -> Options:
    """Offer the steps a recovery knows now; repaying is a command of its own."""
    lines = [line for line in RECOVERY.out_of(case.recovery) if line.name in RECOVERY_STEPS]
    known = [one.name for one in lines if one.to != case.recovery or one.name == "promise"]
    return [(one, wording.step("recovery", one)) for one in known]


def outside_remedies(row: Claim, case: ClaimSituation, now: datetime, _by: Actor) -> Options:
    """Offer the doors open to this side."""
    return [(one, OUTSIDE_REMEDIES[one]) for one in rules.outside_remedies(case.side)]


def news(row: Claim, case: ClaimSituation, now: datetime, _by: Actor) -> Options:
    """Offer the steps of every own referral that is not at its end."""
    return _news(row, case.side)


def _news(row: Claim, side: str) -> list[tuple[str, Text]]:
    rows = row.referrals.order_by("created_at")
    return [
        (f"{one.id}:{step.name}", f"{OUTSIDE_REMEDIES.get(one.door, one.door)}: {wording.step('referral', step.name)}")
        for one in (rows if side == "desk" else rows.filter(side=side))
        for step in REFERRAL.out_of(one.state)
    ]


def authorities(row: Claim, case: ClaimSituation, now: datetime, _by: Actor) -> Options:
    """Offer the authorities we know."""
    return [(one.slug, one.name) for one in people.organisations_of("authority")]


def readers_now(row: Claim, case: ClaimSituation, now: datetime, _by: Actor) -> Options:
    """Offer the authorities that read this claim."""
    return [(one.slug, one.name) for one in queries.granted(row, now=now)]
