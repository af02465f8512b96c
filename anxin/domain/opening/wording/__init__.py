"""What people are told before an installation serves the public."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare
from anxin.domain.goods.wording import tables as goods
from anxin.domain.network.wording import tables as network
from anxin.domain.opening.wording.checks import TITLES
from anxin.domain.people.wording import tables as people

INSIDE = "operator auditor"
THEIRS = f"{INSIDE} merchant_owner outlet_manager"

CHANGES = {
    "withdrawn": _("taken back"),
    "waiting": _("waits for a second person"),
    "later": _("counts later"),
    "counting": _("counts now"),
    "past": _("counted before"),
}
"""How a change of a setting stands."""

ASKED = _("It is gone from {day}. {after} Why it was asked: {why}")
THEN, PAYS = _("Who takes over: {who}."), _("What it owes from then on is paid by: {who}.")
"""What a second person agrees to where a house departs."""

LICENCE = _("This is no unified social credit code: 18 characters, of which the last checks the others.")
FILING = _("This is no filing number: one reads as 京ICP备2021000001号.")

declare(
    errors={
        "opening.no_such_file": _("No provider that is set up here asks for such a file."),
        "opening.code_over": _(
            "This code is wrong or over. anxin setup code in the terminal prints a new one; only the newest counts."
        ),
        "opening.bad_licence": LICENCE,
        "opening.bad_filing": FILING,
        "opening.set_up_already": _("This installation has an administrator already: sign in."),
        "opening.bad_address": _("Expected an address such as https://service.example.com, got {got}."),
        "opening.bad_folder": _("Backups can't go there: {lacks}."),
        "opening.bad_server": _("This is no mail server: {lacks}."),
        "opening.password_moved": _("Enter the password anew: what was kept goes only to the server it was kept for."),
        "opening.bad_keys": _("This can't be kept: {lacks}."),
        "opening.bad_line": _("Line {line}, “{got}”, can't be kept: {lacks}."),
        "opening.change_waits": _("A change of this waits already. Have it answered, or take it back first."),
        "opening.second_needed": _("Another person entitled to it has to agree: not who asked."),
        "opening.no_such_change": _("There is no such change of an account."),
        "opening.pages_of_brands": _("Only a brand has pages here; leave this empty."),
        "opening.house_used": _("Something still hangs on this house; the list below says what."),
        "opening.slug_taken": _("Another organisation has {got} in its addresses. Choose another one."),
        "opening.brand_left": _("{brand} is no longer served here. From now on: {successor} {at}"),
        "opening.departs_otherwise": _(
            "The departure of this brand as of {from} is open already. Take that back first, or undo it, then ask anew."
        ),
        "opening.not_departing": _("This brand is not about to depart."),
        "opening.not_open": _("{brand} isn't open to the public here at the moment."),
        "opening.no_such_county": _("{got}: no county is known by this name; write it with its city, please."),
        "opening.not_rehearsable": _(
            "A rehearsal can be played once the rest of the list is there; one that is being played ends first."
        ),
        "opening.not_ready": _("Some things are missing before customers would be served; the list says which."),
        "opening.no_such_errand": _("There is no such errand."),
        "opening.not_yet": _("This day doesn't fit: {lacks}."),
    },
    values={
        "table": {
            "accounts": people.ACCOUNTS,
            "customers": people.CUSTOMERS,
            "devices": goods.DEVICES,
            "purchases": goods.PURCHASES,
            "technicians": network.TECHNICIANS,
        },
        "lacks": {
            "address": _("an address beginning with https:// is expected"),
            "empty": _("a key is expected, and none was kept before"),
            "moved": _("the address is another one, so it is expected anew: what was kept goes nowhere else"),
            "private_key": _("an RSA private key of 2048 bits or more is expected"),
            "platform_key": _("the provider's public key or certificates are expected"),
            "pool": _("the key of at least one pool is expected"),
            "pool_number": _("a number of this pool is expected, which a trial can look up"),
            "aes_key": _("the EncodingAESKey of 43 letters and digits is expected"),
            "filled": _(
                "one line for each template is expected, such as notices.repair_accepted = TEMPLATE_ID thing1=number"
            ),
            "roots": _("certificates are expected, each with its BEGIN and END lines"),
            "templates": _("one line for each template is expected, such as notices.repair_accepted = SMS_123456"),
            "api_key": _("a key of 32 characters is expected"),
            "absolute": _("an absolute path such as /mnt/backup/anxin is expected"),
            "parent": _("the folder above it doesn't exist; only the last part of the path is made"),
            "file": _("a file lies there, a folder is expected"),
            "outside": _("a folder outside of the data folder is expected, best on another disk"),
            "writable": _("a folder this program may write to is expected"),
            "host": _("a name such as smtp.example.com is expected"),
            "port": _("a port between 1 and 65535 is expected, or none"),
            "ahead": _("today or an earlier day is expected"),
            "before_asked": _("the day it was asked for or a later one is expected"),
        },
    },
    states={
        "departure": {
            "asked": pgettext_lazy("a house departs", "waits for a second person"),
            "agreed": pgettext_lazy("a house departs", "agreed"),
            "left": pgettext_lazy("a house departs", "has departed"),
            "refused": pgettext_lazy("a house departs", "refused"),
            "withdrawn": pgettext_lazy("a house departs", "taken back"),
            "undone": pgettext_lazy("a house departs", "stays after all"),
        },
        "provider_change": {
            "asked": _("waits for a second person"),
            "agreed": pgettext_lazy("a change of an account", "agreed"),
            "refused": pgettext_lazy("a change of an account", "refused"),
            "withdrawn": pgettext_lazy("a change of an account", "taken back"),
        },
    },
    steps={
        "departure": {
            "agree": pgettext_lazy("a house departs", "Agree"),
            "refuse": pgettext_lazy("a house departs", "Refuse"),
            "withdraw": pgettext_lazy("a house departs", "Take it back"),
            "undo": _("Let it stay after all"),
            "leave": pgettext_lazy("a house departs", "Depart"),
        },
        "provider_change": {
            "agree": pgettext_lazy("a change of an account", "Agree"),
            "refuse": pgettext_lazy("a change of an account", "Refuse"),
            "withdraw": pgettext_lazy("a change of an account", "Take it back"),
        },
    },
    facts={
        "provider_change.asked": Fact(_("Asked for another account at a provider: {provider}"), INSIDE),
        "provider_change.agree": Fact(_("Agreed to another account at a provider: {provider}"), INSIDE),
        "provider_change.refuse": Fact(_("Refused another account at a provider: {provider}"), INSIDE),
        "provider_change.withdraw": Fact(_("Took back asking for another account at a provider: {provider}"), INSIDE),
        "departure.asked": Fact(_("Asked that it departs as of {from}"), THEIRS),
        "departure.agree": Fact(_("Agreed: it departs as of {from}"), THEIRS),
        "departure.refuse": Fact(_("Refused its departure"), THEIRS),
        "departure.withdraw": Fact(_("Withdrew its departure"), THEIRS),
        "departure.undo": Fact(_("It stays after all"), THEIRS),
        "departure.leave": Fact(_("It has departed"), THEIRS),
        "opening.house_silent": Fact(_("Said that it answers nothing any more"), THEIRS),
        "opening.house_answers": Fact(_("It answers again"), THEIRS),
        "opening.founded": Fact(_("Set this installation up"), INSIDE),
        "opening.calendar_missing": Fact(_("The days off of {year} are not entered"), INSIDE),
        "opening.provider_kept": Fact(_("Kept what a provider is asked with"), INSIDE),
        "opening.part_failing": Fact(_("Something the house depends on fails: {house_part}"), INSIDE),
        "opening.part_working": Fact(_("Something the house depends on works again: {house_part}"), INSIDE),
        "opening.provider_stopped": Fact(_("Stopped asking a provider"), INSIDE),
        "opening.company_kept": Fact(_("Kept the company sign-in of {house}"), THEIRS),
        "opening.company_stopped": Fact(_("Stopped the company sign-in of {house}"), THEIRS),
        "opening.robot_kept": Fact(_("Kept the robot of the group of {house}"), THEIRS),
        "opening.robot_stopped": Fact(_("Stopped the robot of the group of {house}"), THEIRS),
        "opening.exported": Fact(_("Said yes to taking everything out in plain"), INSIDE),
        "opening.table_exported": Fact(_("Said yes to taking a table out in plain: {table}"), INSIDE),
        "opening.house_made": Fact(_("Made this house"), INSIDE),
        "opening.house_corrected": Fact(_("Changed the name or addresses of this house"), INSIDE),
        "opening.house_retired": Fact(_("Retired this house"), INSIDE),
        "opening.house_returned": Fact(_("Took this house back into service"), INSIDE),
        "opening.opened": Fact(_("Opened a brand to the public"), INSIDE),
        "opening.shut": Fact(_("Shut a brand to the public"), INSIDE),
        "opening.claims_opened": Fact(_("Opened the house for claims on what its shops sold"), INSIDE),
        "opening.claims_shut": Fact(_("Shut the house for claims on what its shops sold"), INSIDE),
    },
)

ERRANDS = {
    "sms": _("SMS signature and templates"),
    "wechat": _("WeChat service account, verified"),
    "payment": _("Payment contract"),
    "privacy_numbers": _("Privacy numbers"),
}
WHOM = {
    "sms": _("the carriers, through your SMS provider"),
    "wechat": _("WeChat"),
    "payment": _("WeChat Pay or Alipay"),
    "privacy_numbers": _("a licensed carrier"),
}
UNTIL_THEN = {
    "sms": _("no text message leaves; customers keep the link they see after reporting"),
    "wechat": _("messages go by SMS"),
    "payment": _("customers pay in cash, or by transfer to the house's account"),
    "privacy_numbers": _("technicians ring by the real number, each look at it written down"),
}
STEPS = {
    "administrators": _("Second administrator"),
    "imprint": pgettext_lazy("a step", "Imprint"),
    "address": _("Public address"),
    "brand": _("First brand"),
    "mail": _("Mail"),
    "messages": _("Text messages"),
    "payment": _("Payment online"),
    "backup": _("Backup"),
}
NOTHING = pgettext_lazy("what was found", "nothing")
FOLDER = _("Folder into which a backup is written each night (empty: none)")
PUT_OFF = _("Steps of the set-up that wait, divided by blanks: messages payment")
KEPT = _("So many nightly backups are kept")
KIND = _("The nightly backup on PostgreSQL: rows into one file (rows), or the server's pages in sets (pages)")
SETS_KEPT = _("Sets of the server's pages are kept so that any moment of so many days can be restored")
WHOLE_SET = _("After so many days the set of the server's pages is a whole one; before, what changed")

# The steps of a rehearsal.
STEPS_PLAYED = {
    "legal": _("Privacy notice"),
    "reach": _("Is anybody there"),
    "window": _("Windows"),
    "report": _("Reported"),
    "technician": _("Technician"),
    "check": _("Genuine check"),
    "booked": _("Window booked"),
    "came": _("At the door"),
    "quote": _("Quote"),
    "finished": _("Finished with the code"),
    "claim": _("Claim filed"),
    "agreed": _("Merchant agrees"),
    "refused": _("Refused"),
}

HANGS = {
    "people": _("People who sign in"),
    "programs": _("Programs with a token"),
    "cases": _("Open cases"),
    "claims": _("Open claims"),
    "authorisations": _("Authorisations that count"),
    "technicians": _("Technicians engaged"),
    "areas": _("Areas served"),
    "shops": _("Shops connected"),
    "public": _("Open to the public"),
    "guarantees": _("Guarantees that run"),
    "transfers": _("Money on its way"),
    "cash": _("Cash at the counter"),
}
"""What keeps a house in use: while any of it is there, it can't be retired."""

declare(values={"house_part": TITLES})
