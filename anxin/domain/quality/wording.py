"""What people are told about reviews, grades and follow-ups."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare

DESK = "agent quality auditor"
HIS = "technician agent quality auditor"

declare(
    errors={
        "quality.no_such_follow_up": _("There is no such follow-up, or not for you."),
        "quality.no_such_review": _("There is no such review, or not for you."),
        "quality.not_reviewable": _(
            "This repair can't be rated: not confirmed yet, rated already, or the time for it is over."
        ),
        "quality.not_your_review": _("Only whom a review is about may contest it."),
        "quality.no_such_contest": _("Nothing is contested here, or not for you."),
        "quality.not_your_job": _("It wasn't offered to you, or you didn't do it: there is nothing of it to contest."),
        "quality.contested_already": _("You contest this already; wait for the answer, or withdraw it."),
        "quality.took_part": _("You had a part in this case: somebody else judges what the technician says."),
        "quality.reason_needed": _("Please write why; the technician reads it."),
        "quality.tried_too_soon": _("Somebody tried a moment ago. Try again from {at}."),
    },
    states={
        "follow_up": {
            "planned": pgettext_lazy("follow-up", "planned"),
            "due": pgettext_lazy("follow-up", "to be called"),
            "reached": pgettext_lazy("follow-up", "on the phone"),
            "satisfied": pgettext_lazy("follow-up", "satisfied"),
            "unsatisfied": pgettext_lazy("follow-up", "not satisfied"),
            "unreachable": pgettext_lazy("follow-up", "not reached"),
            "redone": pgettext_lazy("follow-up", "is being redone"),
            "settled": pgettext_lazy("follow-up", "settled otherwise"),
            "dropped": pgettext_lazy("follow-up", "no longer needed"),
        },
        "contest": {
            "opened": pgettext_lazy("contest", "being looked at"),
            "stands": pgettext_lazy("contest", "it stays as it was"),
            "set_aside": pgettext_lazy("contest", "he is right"),
            "withdrawn": pgettext_lazy("contest", "withdrawn"),
        },
    },
    steps={
        "follow_up": {
            "fall_due": _("Call now"),
            "reach": _("We spoke"),
            "give_up": _("Nobody can be reached"),
            "satisfy": _("The customer is satisfied"),
            "dissatisfy": _("The customer is not satisfied"),
            "redo": _("Have it redone"),
            "settle": _("Settle it otherwise"),
            "drop": _("Drop the follow-up"),
        },
        "contest": {
            "uphold": _("It stays as it is"),
            "set_aside": _("The technician is right"),
            "withdraw": _("Withdraw the objection"),
        },
    },
    facts={
        "quality.reviewed": Fact(_("Rated with {overall} of 5 stars"), "customer agent quality auditor"),
        "quality.graded": Fact(_("Grade {stars}, score {score}, from {reviews} reviews"), HIS),
        "quality.called": Fact(_("Called for a follow-up"), DESK),
        "quality.late": Fact(_("The follow-up is late"), DESK),
        "follow_up.planned": Fact(_("A follow-up is planned"), DESK),
        "follow_up.fall_due": Fact(_("The follow-up is due"), DESK),
        "follow_up.reach": Fact(_("Reached for the follow-up"), DESK),
        "follow_up.give_up": Fact(_("Not reached after {tries} calls"), DESK),
        "follow_up.satisfy": Fact(_("Satisfied at the follow-up"), DESK),
        "follow_up.dissatisfy": Fact(_("Not satisfied at the follow-up"), DESK),
        "follow_up.redo": Fact(_("Redone because of the follow-up"), DESK),
        "follow_up.settle": Fact(_("Settled otherwise after the follow-up"), DESK),
        "follow_up.drop": Fact(_("The follow-up is no longer needed"), DESK),
        "quality.contested": Fact(_("The technician contests something"), HIS),
        "quality.contest_judged": Fact(_("What the technician contests was answered"), HIS),
        "quality.contest_late": Fact(_("What the technician contests was not answered in time"), HIS),
        "contest.opened": Fact(_("Contested by the technician"), HIS),
        "contest.uphold": Fact(_("Looked at: it stays as it was"), HIS),
        "contest.set_aside": Fact(_("Looked at: the technician is right"), HIS),
        "contest.withdraw": Fact(_("The objection was withdrawn"), HIS),
    },
)

ASPECTS = {
    "punctual": _("On time"),
    "skill": pgettext_lazy("what a customer rates", "Skill"),
    "manner": _("Manner"),
    "price": _("Honest price"),
    "clean": _("Cleanliness"),
}
TAGS = {
    "explained": _("explained it well"),
    "quick": _("quick"),
    "careful": _("careful"),
    "came_late": _("came late"),
    "left_dirt": _("left dirt"),
    "not_fixed": _("not put right"),
    "price_surprise": _("price was a surprise"),
}
STARS = {
    1: _("bad"),
    2: _("rather bad"),
    3: _("so-so"),
    4: pgettext_lazy("stars", "good"),
    5: _("very good"),
}
REASONS = {
    "sample": _("drawn by chance"),
    "bad_review": _("few stars"),
    "late": _("a promise was broken"),
    "rework": _("was redone"),
    "urgent": _("was urgent"),
}
ANSWERS = {
    "works": _("Does it still work as it should?"),
    "on_time": _("Did the technician come in the agreed window?"),
    "price_as_agreed": _("Was the price the one you agreed to?"),
    "knows_guarantee": _("Do you know that the repair is guaranteed?"),
}
WHY_NO_REVIEW = {
    "not_yet": _("it is not confirmed yet"),
    "given": _("it was rated already"),
    "look": _("somebody only looked at the goods for a claim"),
    "over": _("the time for it is over"),
    "not_yours": _("only the customer himself rates it"),
}
CLOCKS = {
    "quality.wait": _("follow-up begins"),
    "quality.follow_up": pgettext_lazy("clock", "follow-up"),
    "quality.contest": pgettext_lazy("clock", "answer to the technician"),
}
SETTINGS = {
    "sample_percent": _("Share of closed repairs that are followed up"),
    "wait_h": _("How long after the repair the follow-up begins"),
    "call_h": _("How soon a due follow-up is made"),
    "bad_h": _("How soon a customer with few stars is called"),
    "tries": _("How often a customer is tried"),
    "again_min": _("How long to wait before trying again"),
    "review_d": _("How long a repair can be rated"),
    "bad_stars": _("From how few stars on a customer is called"),
    "contest_d": _("Working days within which a technician gets an answer to what he contests"),
    "prior": _("Grade: how many average reviews everybody starts with"),
    "least": _("Grade: from how many reviews on it moves"),
    "half_life_d": _("Grade: after how many days a review counts half"),
}
