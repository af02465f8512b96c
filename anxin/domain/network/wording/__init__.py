"""What people are told about the network and about genuineness."""

from django.conf import settings
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact, declare
from anxin.domain.goods.wording import SKILLS
from anxin.domain.network.wording.absences import ABSENCES, APART_TOLD

ALL = "agent outlet technician merchant auditor operator"
INSIDE = "agent auditor operator"
BRAND = "merchant operator auditor"
KEPT = "agent outlet technician auditor operator"
BADGE_ENDS = {
    "lost": _("lost"),
    "left": _("his employment ended"),
    "damaged": _("damaged"),
    "replaced": _("a new one took its place"),
}
PAPERS_SEEN = _("Papers that must be looked at before an authorisation, by its kind")
PAPERS_KEPT = _("Papers of which a scan must lie here before an authorisation, by its kind")
PAPERS_HELP = _("Keep no scan you don't need: an identity card is sensitive personal data.")
SCANS_DAYS = _("So many days after nothing stands on them any more scans of papers are erased")
WAYS = {"counter": _("goods may be brought"), "by_mail": _("goods may be sent")}
NOT_PLACED = _("He, or an outlet he works at, said no")

declare(
    errors={
        "network.not_this_brand": _("Only the brand itself may say this."),
        "network.bad_mark": _("This can't be shown as a mark: {lacks}."),
        "network.still_ours": _(
            "The brand vouches for this number, or an application for it waits. End that first; then say it was a "
            "mistake."
        ),
        "network.mistake_second": _("Somebody else has to agree that it was a mistake."),
        "network.no_colour": _(
            "“{got}” can't be read as a colour. Write its six signs, digits and letters a to f, such as 0c5b5c."
        ),
        "network.bad_colour": _(
            "Text in this colour can't be read on our paper: its contrast is {contrast} to 1, at least 4.5 to 1 is "
            "needed. The same colour, just dark enough: {darker}."
        ),
        "network.bad_fill": _(
            "White text on this colour can't be read: its contrast is {contrast} to 1, at least 4.5 to 1 is needed. "
            "The same colour, just dark enough: {darker}."
        ),
        "network.no_key": _("The brand has no key here to sign with. Make one, or send the signature along."),
        "network.key_changed": _("The brand got another key since you opened this. Look at its keys, then begin anew."),
        "network.key_elsewhere": _(
            "Signing here takes a key that is kept here. Make one, or take what is to be signed to your own key."
        ),
        "network.no_such_authorisation": _("There is no such authorisation, or it is not for you."),
        "network.signed_for": _("{brand} vouches for {code} ({number}): it stays until that word is taken back."),
        "network.asked_already": _("{code} is applied for already; it waits on the list."),
        "network.papers_lack": _("Before that these papers are needed: {lacking}."),
        "network.no_such_scan": _("There is no such scan, or it was erased."),
        "network.over": _("Its last day, {to_date}, is over. Renew it instead."),
        "network.bad_public_key": _(
            "This is no public key: 44 signs that end in “=”, or a PEM of Ed25519, are expected. Paste all of what "
            "“anxin sign --new” showed."
        ),
        "network.not_read": _("{said}"),
        "network.address_unclear": _(
            "We could not tell where this is. Please write province, city, county and street."
        ),
        "network.others_hotline": _("{brand}'s word stands for {number}; no two brands have one hotline."),
        "network.in_doubt": _(
            "{code} was found to be false, or was another brand's: before it is signed, the desk says in {case} that "
            "it is genuine."
        ),
        "network.bad_signature": _("The signature does not fit the brand's published key."),
        "network.no_sheet": _("This is no file that “anxin sign” wrote. Hand back the one it wrote, whole."),
        "network.not_engaged": _("This technician does not work for this outlet and brand now."),
        "network.no_such_technician": _("There is no such technician here."),
        "network.served": _("Somebody goes to {got}: please report the fault, nobody needs to wait."),
        "network.no_place": _("We could not tell where this is. Please name province, city and county."),
        "network.no_such_outlet": _("There is no such outlet here."),
        "network.later_promised": _(
            "A later promise for the same is published already; this one can't slip in before it."
        ),
        "network.no_such_promise": _("There is no such promise that is still to begin."),
        "network.ended": _("This has ended already."),
        "network.too_soon": _("It counts from {first_date} at the earliest: customers can read it seven days before."),
        "network.ends_before": _("The last day is before the first."),
        "network.overlaps": _("Some of these days are told already. End the earlier entry first."),
        "network.no_outlet_to_start_from": _("He works at no outlet: say where he sets out."),
        "network.no_swap": _("They can't swap so: on {day} {called} {clash}."),
        "network.not_signed_in": _("He is signed in nowhere by now."),
        "network.no_badge": _("No badge yet: it needs his portrait, and a brand that vouches for him today."),
        "network.no_such_wish": _("There is no such wish, or it is not for you."),
        "network.no_such_entry": _("There is no such entry, or it is not for you."),
        "network.unknown_kind": _("Nothing of this kind can be checked here."),
    },
    states={
        "authorisation": {
            "applied": _("applied for"),
            "checked": _("papers checked"),
            "authorised": _("authorised"),
            "refused": _("refused"),
            "suspended": _("suspended"),
            "revoked": _("revoked"),
            "expired": _("expired"),
        },
        "waiting": {
            "waiting": pgettext_lazy("waiting list", "waiting"),
            "served": _("served by now, and told"),
            "dropped": _("taken off the list"),
            "asked": _("asked whether he still waits"),
            "lapsed": _("ended: nobody answered"),
        },
        "leave": {
            "asked": pgettext_lazy("leave", "waits for an answer"),
            "agreed": pgettext_lazy("leave", "given"),
            "refused": _("refused"),
            "withdrawn": _("taken back"),
            "lapsed": pgettext_lazy("leave", "fell away: the employment ended"),
        },
        "placement": {
            "asked": pgettext_lazy("a placement", "waits for a yes"),
            "agreed": pgettext_lazy("a placement", "agreed"),
            "refused": _("refused"),
            "withdrawn": _("taken back"),
        },
        "swap": {
            "asked": pgettext_lazy("a swap", "the colleague is asked"),
            "consented": _("the colleague says yes"),
            "agreed": pgettext_lazy("a swap", "agreed"),
            "refused": _("refused"),
            "withdrawn": _("taken back"),
        },
    },
    steps={
        "authorisation": {
            "check": _("Papers are in order"),
            "authorise": _("Authorise"),
            "refuse": pgettext_lazy("an application", "Refuse"),
            "suspend": _("Suspend"),
            "resume": _("Resume"),
            "revoke": _("Revoke"),
            "expire": _("Let it expire"),
        },
        "waiting": {
            "serve": _("Served by now"),
            "ask": _("Ask whether he still waits"),
            "keep": _("He still waits"),
            "lapse": _("Nobody answered"),
            "withdraw": _("He waits no more"),
            "drop": _("Take off the list"),
        },
        "leave": {
            "agree": _("Give leave"),
            "refuse": pgettext_lazy("leave", "Refuse"),
            "lapse": pgettext_lazy("leave", "falls away: the employment ended"),
            "withdraw": _("Take back"),
        },
        "placement": {
            "agree": pgettext_lazy("a placement", "Yes"),
            "refuse": pgettext_lazy("a placement", "No"),
            "withdraw": _("Take back"),
        },
        "swap": {
            "consent": _("I take that day"),
            "agree": _("Both agree"),
            "refuse": pgettext_lazy("a swap", "Refuse"),
            "withdraw": _("Take back"),
        },
    },
    facts={
        "authorisation.applied": Fact(_("Authorisation applied for"), ALL),
        "authorisation.check": Fact(
            _("Papers checked"),
            ALL,
            instead={("how", "entered"): _("Entered by the brand lead, who stands for it without a check of papers")},
        ),
        "authorisation.authorise": Fact(_("Authorised and signed by the brand's key"), ALL),
        "authorisation.refuse": Fact(_("Authorisation refused"), ALL),
        "authorisation.suspend": Fact(_("Authorisation suspended"), ALL),
        "authorisation.resume": Fact(_("Authorisation in force again"), ALL),
        "authorisation.revoke": Fact(_("Authorisation revoked"), ALL),
        "authorisation.expire": Fact(_("Authorisation expired"), ALL),
        "waiting.waiting": Fact(_("Put on the waiting list as {number}"), INSIDE),
        "waiting.serve": Fact(_("Somebody can come to the place by now; told"), INSIDE),
        "waiting.drop": Fact(_("Taken off the waiting list"), INSIDE),
        "waiting.withdraw": Fact(_("Took himself off the waiting list"), INSIDE),
        "waiting.ask": Fact(_("Asked whether he still waits"), INSIDE),
        "waiting.keep": Fact(_("Still waits"), INSIDE),
        "waiting.lapse": Fact(_("Taken off the waiting list: nobody answered in time"), INSIDE),
        "network.scan_kept": Fact(_("A scan was handed in and sealed"), BRAND),
        "network.scan_opened": Fact(_("A scan was opened"), BRAND),
        "network.scan_erased": Fact(_("A scan was erased"), BRAND),
        "network.signed_again": Fact(_("Signed anew with another key"), ALL),
        "network.key_made": Fact(
            _("The brand's key {key} was made, and is kept here"), audience="merchant operator auditor"
        ),
        "network.key_published": Fact(
            _("The brand's key {key} was published; its private half is kept elsewhere"),
            audience=BRAND,
        ),
        "network.key_lost": Fact(_("The brand's key {key} was declared lost"), audience=BRAND),
        "network.words_ending": Fact(
            _("{count} authorisations end within {days} days"), audience="merchant operator auditor"
        ),
        "network.papers_ending": Fact(
            _("{count} certificates end within {days} days"), audience="merchant operator auditor"
        ),
        "network.own_papers_ending": Fact(_("{count} certificates end within {days} days"), ALL),
        "network.key_ending": Fact(_("The key signs for {days} more days at most"), audience=BRAND),
        "network.engage": Fact(_("Engaged by outlet {outlet}"), ALL),
        "network.release": Fact(_("No more with outlet {outlet}"), ALL),
        "network.start_set": Fact(_("Sets out from another place"), KEPT),
        "network.start_moved": Fact(_("Sets out from outlet {outlet} now"), KEPT),
        "network.mistake_called": Fact(_("A number was called a mistake; it waits for a second person"), BRAND),
        "network.mistake_agreed": Fact(_("A number was a mistake: it never was the brand's"), BRAND),
        "network.mistake_refused": Fact(_("A number was no mistake"), BRAND),
        "network.look_chosen": Fact(_("Chose the brand's letters and colours"), audience=BRAND),
        "network.hotline_corrected": Fact(_("Corrected the typed hotline: {was} → {number}"), audience=BRAND),
        "network.mark_shown": Fact(_("Chose what stands as the brand's mark"), audience=BRAND),
        "network.shut_out": Fact(_("The account was shut: no jobs"), ALL),
        "network.let_back": Fact(_("The account was opened again"), ALL),
        "network.pause": Fact(_("No jobs for now"), ALL),
        "network.unimported": Fact(_("An import was taken back"), audience="outlet auditor operator"),
        "network.outlet_kept": Fact(_("Outlet changed"), KEPT),
        "network.orders_taken": Fact(_("Takes orders again"), KEPT),
        "network.orders_stopped": Fact(_("Takes no orders until further notice"), KEPT),
        "network.promised": Fact(_("A promise was published that counts from {from} on"), BRAND),
        "network.promise_withdrawn": Fact(_("A promise that was to count from {from} on was withdrawn"), BRAND),
        "network.covered": Fact(_("Serves other areas: {begun} more, {ended} fewer"), KEPT),
        "network.closed": Fact(_("Closed: {span}"), KEPT),
        "network.closure_ended": Fact(_("Open again before {to}"), KEPT),
        "network.week_kept": Fact(_("Week changed"), KEPT),
        "network.day_kept": Fact(_("Other hours on {from}"), KEPT),
        "network.day_off": Fact(_("Day off on {from}"), KEPT),
        "network.sign_ins_ended": Fact(_("Signed out on every device: a phone is lost"), KEPT),
        "network.absent": Fact(_("{absence}: {span}"), KEPT, APART_TOLD["network.absent"]),
        "network.last_day": Fact(_("Last day for outlet {employer}: {day}"), KEPT),
        "network.last_day_taken_back": Fact(_("Stays with outlet {employer}: {day} is not the last day"), KEPT),
        "network.absence_ended": Fact(
            _("There again: {absence} ({span}) ended"), KEPT, APART_TOLD["network.absence_ended"]
        ),
        "network.qualified": Fact(_("Can do {skill}, level {level}"), KEPT),
        "network.level_lowered": Fact(_("Level for {skill} lowered from {before} to {level}"), KEPT),
        "network.skill_ended": Fact(_("Is not sent for {skill} any more"), KEPT),
        "placement.asked": Fact(_("A brand asks that he works for it from outlet {outlet}, too"), KEPT),
        "placement.agree": Fact(_("Yes to working from outlet {outlet}, too"), KEPT),
        "placement.refuse": Fact(_("No to working from outlet {outlet}, too"), KEPT),
        "placement.withdraw": Fact(_("No brand asks any more that he works from outlet {outlet}"), KEPT),
        "network.stands_otherwise": Fact(_("Stands behind the number otherwise, as was signed: {word}"), KEPT),
        "network.change_asked": Fact(_("Somebody else is to stand behind a number: {reference} waits"), KEPT),
        "network.placed": Fact(_("{reference} works from outlet {outlet}, too: he or his outlet said yes"), ALL),
        "network.not_placed": Fact(_("{reference} does not work from outlet {outlet}: he or his outlet said no"), ALL),
        "swap.asked": Fact(_("Swap asked for: {day} to {colleague}"), KEPT),
        "leave.asked": Fact(_("Leave asked for: {span}"), KEPT, APART_TOLD["leave.asked"]),
        "leave.agree": Fact(_("Leave given: {span}"), KEPT, APART_TOLD["leave.agree"]),
        "leave.refuse": Fact(_("Leave refused: {span}"), KEPT, APART_TOLD["leave.refuse"]),
        "leave.lapse": Fact(_("Wish for leave fell away: {span}"), KEPT, APART_TOLD["leave.lapse"]),
        "leave.withdraw": Fact(_("Wish for leave taken back: {span}"), KEPT, APART_TOLD["leave.withdraw"]),
        "swap.consent": Fact(_("{colleague} says yes to the swap of {day}"), KEPT),
        "swap.agree": Fact(_("Swap agreed: {day} to {colleague}"), KEPT),
        "swap.refuse": Fact(_("Swap refused: {day} to {colleague}"), KEPT),
        "swap.withdraw": Fact(_("Swap taken back: {day} to {colleague}"), KEPT),
        "network.badge_issued": Fact(_("Badge {serial} was given out"), KEPT),
        "network.badge_withdrawn": Fact(_("Badge {serial} was withdrawn: {badge_end}"), KEPT),
        "network.portray": Fact(_("Portrait shown to customers"), ALL),
        "network.portrait_taken_back": Fact(_("Portrait no longer shown"), ALL),
        "network.unpause": Fact(_("Takes jobs again"), ALL),
    },
    values={
        "badge_end": BADGE_ENDS,
        "absence": {"leave": ABSENCES["leave"], "sick": ABSENCES["sick"]},
        "skill": SKILLS,
        "clash": {
            "off": _("doesn't work"),
            "works": _("works himself; where both do they can change their hours: choose the same day twice"),
            "apart": _("is on leave from one of his employers"),
        },
        "lacks": {
            "one": _("one picture is expected"),
            "picture": _("a picture (PNG, JPEG, WebP or SVG) is expected"),
            "smaller": _("at most 2 MiB are expected"),
            "readable": _("the picture can't be read, or has more than 16 megapixels"),
            "svg_readable": _("the SVG can't be read"),
            "svg_letters": _("the SVG has letters as text; turn them into outlines where you drew it, or export a PNG"),
            "svg_inlaid": _("the SVG holds another picture; export a PNG of 1024 points where you drew it"),
            "svg_script": _("the SVG holds a program; export it without, or as a PNG"),
            "svg_outside": _("the SVG leads to something outside of it; export it whole, or as a PNG"),
            "svg_entities": _("the SVG has abbreviations of its own; export it as plain SVG, or as a PNG"),
            "svg_ratio": _("the SVG is more than sixteen times as long as wide"),
            "svg_simple": _("the SVG is too much to draw; export a PNG of 1024 points where you drew it"),
        },
    },
)

DAYS_AHEAD = _("For how many days, today among them, customers may ask for a window")
SOON = _("Where all windows are taken, take reports without one: as soon as possible")
SOON_HELP = _(
    "The promise stays as published: accepted, and a technician set, within its minutes. Technicians with room beside "
    "their windows are asked, then outlets that help out; where nobody can, the dispatcher is."
)
WINDOWS_FROM = _("From which hour windows begin: 0 where technicians work at night")
WINDOWS_UNTIL = _("Until which hour windows begin: 24 where technicians work at night")
SICK_DAYS = _("For how many days a technician may say himself that he is ill")
WAITING_DAYS = _("After so many days who is on the waiting list is asked whether he still waits")
WAITING_ANSWER_DAYS = _("So many days he has to answer whether he still waits")
WAITING_ANSWER_HELP = _("Then his entry ends without another message, and his name and phone go with their term.")
START_MOST = _("So many kilometres from his outlet a technician may set out")
START_MOST_HELP = _("Who sets out farther from all of his outlets is listed, and starts at a new one.")
APPEARANCE = _("How your organisation shows itself on the pages and messages of its cases")
APPEARANCE_HELP = _("name, mark (one or two characters), hotline, accent and primary (six hexadecimal digits each)")
MARK_PICTURE = _("Picture shown as the mark, by its hash")
MARK_PICTURE_HELP = _("chosen on the brand's own page, or under Opening; empty: the letters")
OUTLET_SCOPE = _("repair, installation, maintenance")


def said_grade(stars: int) -> str:
    """Return a technician's grade in words, also where he has none."""
    return ngettext("{n} star", "{n} stars", stars).format(n=stars) if stars else gettext("no grade yet")


GAPS = {
    "no_outlet": _("no outlet serves it"),
    "outlet_not_vouched": _("the brand's authorisation of its outlet is suspended, over or lacking"),
    "nobody_able": _("nobody there can repair this"),
    "nobody_vouched": _("the brand vouches for nobody there who can repair this"),
    "nobody_works": _("nobody works there that day"),
    "nobody_then": _("nobody works there at {hours}"),
}
"""Why nobody comes for goods in a county on a day."""
