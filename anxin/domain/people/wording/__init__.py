"""What people are told about persons and accounts."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare
from anxin.domain.people.choices import REVEAL_REASONS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ASKING = "customer agent merchant outlet auditor"

ERASED = _("erased")
"""What stands where the name of somebody stood who had himself erased."""
SHOWN = "customer agent auditor"
GONE = "customer agent merchant outlet technician quality operator auditor"
KEEPING = "agent quality operator auditor"
declare(
    errors={
        "people.no_role": _("This organisation gives out no such role."),
        "people.retired": _("{house} is retired. Take it back into service first."),
        "people.last_operator": _("{username} is the last administrator: that role stays until somebody else has it."),
        "people.unknown_organisation": _("We know no such organisation."),
        "people.not_revealed": _("This stays covered: {covered}. Your request was written down."),
        "people.not_the_customer": _("Only the customer of this case can say this."),
        "people.legally_held": _(
            "These details have to stay for now, because the law asks for records. Ask for it all the same: they are "
            "erased by themselves when that has ended."
        ),
        "people.needed": _(
            "Nothing is erased yet: a case of yours isn't over, money is owed to you, or the law asks for records. "
            "What it is stands on the page. Ask for it there, and it comes by itself when that has ended."
        ),
        "people.no_such_hold": _("There is no such hold, or not for you."),
        "people.held_already": _("This case is kept for a court or an authority already."),
        "people.not_held": _("This case isn't kept for a court or an authority, or no longer."),
        "people.not_second": _("Somebody else of your house has to agree, in a role that may."),
        "people.held": _(
            "These details are still needed: {why}. Have it wait for that: they are erased by themselves then."
        ),
        "people.link_over": _("This link doesn't open anything: it is over, or not whole."),
        "people.no_such_person": _("There is no such person here, or not for you."),
        "people.name_needed": _("Please give a name, as you want to be called."),
        "people.no_mobile": _("No text message reaches this number. A mobile of 11 digits, please."),
        "people.same_phone": _("This is the number we have already."),
        "people.wrong_sign_in": _("Name, password or code is wrong."),
        "people.slowed": _(
            "Too many wrong tries. Please try again in {wait_s} seconds, or have your sign-in opened below."
        ),
        "people.not_let_in": _("Only an administrator hands out codes for the sign-in."),
        "people.wrong_first_code": _(
            "This isn't the code your app shows now. Type the six digits that stand there; if they are refused again, "
            "look whether the clock of the phone is right."
        ),
        "people.code_used": _("This code was used already. Wait for the next one on your authenticator."),
        "people.already_enrolled": _(
            "This account has an authenticator or a passkey. An administrator can take lost ones away."
        ),
        "people.no_such_factor": _("There is no such authenticator or passkey here."),
        "people.last_factor": _("This is the last one that opens your sign-in here. First add another one."),
        "people.enough_factors": _("{most} passkeys and authenticators are enough. First remove one."),
        "people.passkey_not_accepted": _("This passkey's answer can't be read. Please try again."),
        "people.no_passkeys_here": _("Under this address browsers give no passkeys. Use an authenticator."),
        "people.challenge_over": _("That took too long, or was used already. Please try again."),
        "people.weak_password": _("This password is too easy to guess: {expected}"),
        "people.wrong_code": _("This code is wrong or over. Five tries are allowed, within ten minutes."),
        "people.too_many_codes": _(
            "Many codes were asked for. The next can be sent in {wait_min} minutes. Without one, the link in any of "
            "our messages opens your case, and the hotline helps."
        ),
        "people.no_such_token": _("There is no such token here, or it is no longer valid."),
        "people.unknown_scope": _("There is no such scope. There are: {expected}."),
        "people.no_such_webhook": _("There is no such webhook here."),
        "people.bad_webhook": _("This address can't be called. Expected: {expected}."),
        "people.account_used": _("{username} has signed in already; this account stays."),
        "people.name_in_use": _("Somebody has the sign-in name {got}. Choose another one."),
        "people.address_taken": _("A brand's pages are served under {got}. Choose another name."),
        "people.house_address": _("{got} is the public address of the whole house. Choose another for the brand."),
        "people.messages_spent": _("No more messages can be sent today. Please open your link, or call the hotline."),
    },
    messages={
        "people.login_code": _(
            "{secret} is your sign-in code, valid for 10 minutes. Nobody of ours will ever ask for it."
        ),
        "people.new_phone_code": _(
            "{secret} makes this the phone of your cases, valid for 10 minutes. If you did not ask for it, tell nobody."
        ),
        "people.unlocking_code": _(
            "{secret} opens the sign-in of your account on your device, valid for 10 minutes. If you did not ask for "
            "it, somebody else is trying your name; your password is not known by that."
        ),
    },
    states={
        "reveal_request": {
            "asked": _("waits for a second person"),
            "agreed": pgettext_lazy("a request", "agreed"),
            "refused": pgettext_lazy("a request", "refused"),
        }
    },
    steps={
        "reveal_request": {"agree": pgettext_lazy("a request", "Agree"), "refuse": pgettext_lazy("a request", "Refuse")}
    },
    facts={
        "people.legal_hold": Fact(_("Kept for a court or an authority: nothing of it is erased"), KEEPING),
        "people.legal_hold_lifted": Fact(_("Kept for the court or authority no longer"), KEEPING),
        "reveal_request.asked": Fact(_("Asked a second person to agree to seeing plain details after the end"), ASKING),
        "reveal_request.agree": Fact(_("A second person agreed to seeing plain details"), ASKING),
        "reveal_request.refuse": Fact(_("A second person refused that plain details are seen"), ASKING),
        "people.second_factor": Fact(_("An authenticator was set up"), audience="operator auditor"),
        "people.second_factor_reset": Fact(
            _("Authenticators and passkeys were taken away"), audience="operator auditor"
        ),
        "people.authenticator_removed": Fact(_("An authenticator was removed"), audience="operator auditor"),
        "people.passkey_made": Fact(_("A passkey was set up"), audience="operator auditor"),
        "people.passkey_removed": Fact(_("A passkey was removed"), audience="operator auditor"),
        "people.proved": Fact(_("Proved who it is once more"), audience="operator auditor"),
        "people.recovery_codes": Fact(_("New recovery codes were made"), audience="operator auditor"),
        "people.recovery_code_used": Fact(_("Signed in with a recovery code"), audience="operator auditor"),
        "people.signed_in": Fact(_("Signed in"), audience="operator auditor"),
        "people.signed_out": Fact(_("Signed out"), audience="operator auditor"),
        "people.session_ended": Fact(_("Ended a sign-in on another device"), audience="operator auditor"),
        "people.wrong_password": Fact(_("Wrong name or password"), audience="operator auditor"),
        "people.wrong_second": Fact(_("Right password, wrong code"), audience="operator auditor"),
        "people.wrong_passkey": Fact(_("A passkey that fits nothing here"), audience="operator auditor"),
        "people.wrong_company": Fact(
            _("The company vouched for somebody no account is linked with"), audience="operator auditor"
        ),
        "people.passkey_copied": Fact(
            _("A passkey counted backwards: it may have been copied; it was refused"), audience="operator auditor"
        ),
        "people.refused": Fact(_("Was refused"), audience="operator auditor"),
        "people.let_in": Fact(_("An administrator handed out a code for the sign-in"), audience="operator auditor"),
        "people.unlocked": Fact(_("Opened the sign-in with a code"), audience="operator auditor"),
        "people.token_issued": Fact(_("A token for programs was issued"), audience="operator auditor"),
        "people.token_revoked": Fact(_("A token for programs was taken back"), audience="operator auditor"),
        "people.webhook_added": Fact(_("A webhook was added"), audience="operator auditor"),
        "people.webhook_removed": Fact(_("A webhook was removed"), audience="operator auditor"),
        "people.password": Fact(_("The password was changed"), audience="operator auditor"),
        "people.reveal": Fact(
            _("Saw the full {field} ({case}); the reason is kept"), audience="customer agent auditor"
        ),
        "people.erase": Fact(_("Name, phone and address were deleted for good"), audience="customer agent auditor"),
        "people.customer_erased": Fact(_("Name, phone and address of the customer were deleted for good"), GONE),
        "people.customer_was_erased": Fact(
            _("Name, phone and address of the customer had been deleted for good on {day}"), GONE
        ),
        "people.consent": Fact(_("Agreed to: {purpose} ({version})"), audience="customer agent auditor"),
        "people.agreed": Fact(
            _("Agreed, {way}: privacy notice {notice}, terms {terms}"),
            audience=SHOWN,
            instead={
                ("terms", "-"): _("Agreed, {way}: privacy notice {notice}"),
                ("with", "handling"): _(
                    "Agreed, {way}: privacy notice {notice}, terms {terms}, how claims are handled {handling}"
                ),
            },
        ),
        "people.told_elsewhere": Fact(_("Was told {way}; which edition of ours is not said"), audience=SHOWN),
        "people.told": Fact(
            _("Was told, {way}: privacy notice {notice}, terms {terms}"),
            audience=SHOWN,
            instead={("terms", "-"): _("Was told, {way}: privacy notice {notice}")},
        ),
        "people.address": Fact(_("Said where somebody should come to"), audience="customer agent auditor"),
        "people.parted": Fact(
            _("Who works here under this name is kept apart from the customer now"), audience="customer agent auditor"
        ),
        "people.correct": Fact(_("The name was corrected"), audience="customer agent auditor"),
        "people.phone_corrected": Fact(_("The phone was corrected"), audience="customer agent auditor"),
        "people.address_corrected": Fact(_("The address was corrected"), audience="customer agent auditor"),
        "people.copied": Fact(_("Took a copy of the own data away"), audience="customer agent auditor"),
        "people.informed": Fact(_("Was told {way}"), audience="customer agent auditor"),
        "people.known": Fact(_("Kept as a customer, on the basis: {basis}"), audience="customer agent auditor"),
        "people.withdraw": Fact(_("Took back the consent to: {purpose}"), audience="customer agent auditor"),
    },
)

WHY_NOT = {
    "erased": _("already deleted"),
    "inspector": _("who inspects sees everybody masked"),
    "no_open_case": _("you have no open case with this person"),
    "no_reason": _("choose a reason that fits what you want to see"),
    "no_words": _("a reason of a few words is needed"),
    "over": _("the case ended long ago; a second person of your house has to agree first"),
    "privacy_number": _("you ring each other by the privacy number of this job"),
    "unvouched": _("the brand vouches for you no more, so nothing is shown to you here; ring your outlet"),
    "taken_back": _("the customer took back the consent to hand it on; ask the desk"),
    "unseen": _("nobody told it in this case; ask the customer, or have a second person of your house agree"),
}
declare(values={"covered": WHY_NOT})
ACTORS = {
    "staff": _("our staff"),
    "technician": _("the technician"),
    "customer_link": _("the customer"),
    "customer_phone": _("the customer"),
    "stranger": _("the customer"),
    "token": _("a partner's program"),
    "system": _("the system"),
}
"""Who a fact names by kind alone."""
declare(values={"who": ACTORS})


def reason_said(reason: str, case: str) -> str:
    """Say why somebody looked at a person's details in a case; what was typed before reasons were data, as it was."""
    return str(REVEAL_REASONS[reason].name).format(number=case) if reason in REVEAL_REASONS else reason


ORGANISATIONS = {
    "operator": _("operator"),
    "brand": _("brand"),
    "merchant": _("merchant"),
    "platform": _("platform"),
    "outlet": _("service outlet"),
    "carrier": _("carrier"),
    "insurer": _("insurer"),
    "authority": _("authority"),
    "ai_provider": _("AI provider"),
}
ROLES = {
    "agent": _("agent"),
    "dispatcher": _("dispatcher"),
    "reviewer": _("reviewer"),
    "quality": _("quality"),
    "finance": _("finance"),
    "operator": _("administrator"),
    "outlet_manager": _("outlet manager"),
    "outlet_dispatcher": _("outlet dispatcher"),
    "parts_clerk": _("parts clerk"),
    "technician": _("technician"),
    "merchant_owner": _("owner"),
    "merchant_agent": _("merchant's agent"),
    "packer": _("packer"),
    "auditor": _("auditor"),
    "deputy": _("deputy for changes of roles"),
}
_OF_A_BRAND = {**ROLES, "merchant_owner": _("brand lead"), "merchant_agent": _("brand's agent")}


def roles_in(house: str) -> "dict[str, _StrPromise]":
    """Return the names of roles as a kind of house says them: a brand has no shop to own."""
    return _OF_A_BRAND if house == "brand" else ROLES


SCOPES = {
    "repairs:read": _("read repairs and their timeline"),
    "repairs:write": _("report repairs"),
    "claims:read": _("read claims, their timeline and dossier"),
    "claims:write": _("file and answer claims, hand in evidence, enter a platform's decision"),
}
