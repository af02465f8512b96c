"""What is told of and to technicians: days away, what they ask and are asked, jobs, sign-ins."""

from django.utils.translation import gettext_lazy as _

TECHNICIANS = {
    "notices.member_ill": _(
        "{number} is ill ({span}). What he held then goes to others; what is yours to name stands first in your list"
    ),
    "notices.member_off": _(
        "{number} is away ({span}). What he held then goes to others; what is yours to name stands first in your list"
    ),
    "notices.member_away": _(
        "{number} is on leave ({span}). What he held then goes to others; what is yours to name stands first in "
        "your list"
    ),
    "notices.member_back": _("{number} is there again; the days away ({span}) ended"),
    "notices.back_yours": _("{number}: your days away ({span}) ended; you are offered jobs again"),
    "notices.days_given_apart": _(
        "{number}: you are on leave ({span}) from outlet {employer} alone; what you held there then goes to others"
    ),
    "notices.days_given": _("{number}: you are on leave ({span}); what you held then goes to others"),
    "notices.member_leaves": _(
        "{number}: {day} is the last day for outlet {employer}. What he held after it goes to others; what is yours to "
        "name stands first in your list"
    ),
    "notices.member_began": _("{number} works for outlet {outlet} from now on, on jobs of {brand}"),
    "notices.member_began_several": _("{count} employments with outlet {outlet} began ({number} …)"),
    "notices.member_ended_several": _(
        "{count} employments with outlet {outlet} ended ({number} …). What they held by them goes to others; what is "
        "yours to name stands first in your list"
    ),
    "notices.member_ended": _(
        "{number}: an employment with outlet {outlet} ended. What he held by it goes to others; what is yours to name "
        "stands first in your list"
    ),
    "notices.member_stays": _("{number} stays with outlet {employer}: {day} is not the last day"),
    "notices.last_day_yours": _(
        "{number}: {day} is your last day for outlet {employer}; what you held there after it goes to others"
    ),
    "notices.no_last_day_yours": _("{number}: you stay with outlet {employer}; {day} is not your last day there"),
    "notices.leave_lapsed": _("{number}: you work there no more, so your wish for leave ({span}) fell away"),
    "notices.work_ended": _("{number}: you work for one outlet or brand less; what you held there goes to others"),
    "notices.offer_new": _("{number}: a job is offered to you; answer within {minutes} minutes"),
    "notices.offer_new_text": _("New job {number}: answer within {minutes} minutes: {link}"),
    "notices.offer_new_push": _("New job: answer within {minutes} minutes"),
    "notices.offer_moved": _("{number}: the customer wants another time; the offer for the first one was taken back"),
    "notices.offer_moved_text": _(
        "Job {number}: the customer wants another time; your offer was taken back. See {link}"
    ),
    "notices.offer_moved_push": _("A customer wants another time: an offer was taken back"),
    "notices.job_named": _("{number}: the job is yours"),
    "notices.job_named_text": _("Job {number} is yours now. When and what: {link}"),
    "notices.job_named_push": _("A job is yours now"),
    "notices.job_window": _("{number}: the window is {from} to {to}"),
    "notices.job_window_text": _("Job {number}: the window is {from} to {to}. See {link}"),
    "notices.job_window_push": _("A window was set: {from} to {to}"),
    "notices.job_taken": _("{number}: you don't go there any more; somebody else is looked for"),
    "notices.job_taken_text": _("Job {number} is not yours any more: please don't go there. See {link}"),
    "notices.job_taken_push": _("A job is not yours any more: please don't go there"),
    "notices.job_called_off": _("{number}: called off; please don't go there"),
    "notices.job_called_off_text": _("Job {number} was called off: please don't go there. See {link}"),
    "notices.job_called_off_push": _("A job was called off: please don't go there"),
    "notices.job_unvouched": _("{number}: the brand vouches for you no more; stop, take no money and call the desk"),
    "notices.job_unvouched_text": _(
        "Job {number}: the brand vouches for you no more. Stop, take no money and call the desk. See {link}"
    ),
    "notices.job_unvouched_push": _("A brand vouches for you no more: stop the job and call the desk"),
    "notices.job_disputed": _("{number}: the customer says it is not right; take no money until the desk has answered"),
    "notices.job_disputed_text": _(
        "Job {number}: the customer says it is not right. Take no money until the desk has answered. See {link}"
    ),
    "notices.job_disputed_push": _("A customer says it is not right: take no money for that job"),
    "notices.sign_ins_ended": _(
        "{number}: whoever leads you ended your sign-ins because a phone is lost. Switch notices on again on this one"
    ),
    "notices.sign_ins_ended_text": _(
        "{number}: your sign-ins were ended because a phone is lost. Come in again with your name and password: "
        "{link} Forgotten? Ask for a new link."
    ),
    "notices.sign_ins_ended_push": _("Your sign-ins were ended: please sign in again"),
    "notices.leave_asked": _("{number} wishes for leave ({span}); it waits for your answer"),
    "notices.leave_withdrawn": _("{number} took the wish for leave ({span}) back"),
    "notices.leave_agreed": _("{number}: your leave ({span}) is given"),
    "notices.leave_refused": _("{number}: your leave ({span}) was refused"),
    "notices.swap_asked": _("{number} asks you to take {day}; say yes or no on your week"),
    "notices.swap_wished": _("{number} asks {colleague} to take {day}"),
    "notices.swap_consented": _("{number}: {colleague} says yes to {day}; your outlet still has to agree"),
    "notices.swap_waits": _("{number}: {colleague} says yes to the swap of {day}; it waits for your answer"),
    "notices.swap_agreed": _("{number}: the swap of {day} with {colleague} is agreed; look at your week"),
    "notices.swap_refused": _("{number}: the swap of {day} with {colleague} was refused"),
    "notices.swap_withdrawn": _("{number}: the swap of {day} with {colleague} was taken back"),
    "notices.placement_asked": _(
        "{number}: a brand asks that you work for it from one more outlet; say yes or no on your week"
    ),
    "notices.placement_waits": _(
        "{number} is asked to work for one more brand or outlet; he or you say yes or no, on his page"
    ),
    "notices.placement_agreed": _("{number}: it is agreed that you work from one more outlet"),
    "notices.placement_given": _("{number} works from one more outlet, as was agreed"),
    "notices.placement_refused": _("{number}: the answer is no; you work from no other outlet than before"),
    "notices.placement_declined": _("{number} works from no other outlet than before: the answer was no"),
    "notices.placement_over": _("{number}: no brand asks any more that you work from another outlet"),
    "notices.vouched_asked": _(
        "{number}: somebody else, or another name, phone, place or skill, is to stand behind a number you vouch for "
        "({reference}); until you sign it everything stays as it is"
    ),
    "notices.placed": _("{number}: {reference} is sent for you from one more outlet; the yes has come"),
    "notices.not_placed": _(
        "{number}: {reference} is not sent from the outlet you named; he or his outlet said no. Name another one, "
        "or leave him out of your list"
    ),
}
