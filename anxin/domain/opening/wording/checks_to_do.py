"""What is to be done about each check of the list that isn't met."""

from django.utils.translation import gettext_lazy as _

DO = {
    "administrators": _("Invite one under set-up."),
    "deputy": _("Name one on the page of his account, under staff; the other administrator agrees."),
    "agents": _("Invite one, or end a leave, under staff; an agent counts once he has signed in."),
    "finance": _("Invite one under staff; he counts once he has signed in."),
    "reviewers": _("Invite them under staff."),
    "imprint": _("Fill it in under set-up."),
    "address": _("Say it under set-up."),
    "tls": _("Put a TLS proxy in front, as the page of the public address shows, and look at it there."),
    "brand": _("Make it under set-up."),
    "mail": _("Look at the server under set-up and try it."),
    "backup": _(
        "Name a folder under set-up that has room, or run anxin backup each night. Where a try failed: make room "
        "there, or keep fewer (settings, opening.backups_kept); it is tried again each hour."
    ),
    "disk": _(
        "Make room on the disk of the data folder or enlarge it; move the backups or the pictures elsewhere (anxin "
        "move)."
    ),
    "uploads": _(
        "What nobody finishes goes by itself within two hours. Where it comes back somebody fills it on purpose: find "
        "his address in the diary and shut it out in front, or set uploads.strangers_most_mb under settings."
    ),
    "messages": _("Set up a text-message provider under providers, with a line for every text it lists, and try it."),
    "payment": _(
        "Set up WeChat Pay or Alipay under providers and try it; or keep the house's account for transfers under "
        "settings, by two."
    ),
    "oidc": _("Try it under providers; the line there says what it answered."),
    "robots": _("Try it under providers; the line there says what it answered."),
    "shop": _("Its merchant tries it on his page of shops, which names it and says what it answered."),
    "privacy_numbers": _("Try it under providers; the line there says what it answered."),
    "invoices": _("Try it under providers; the line there says what it answered."),
    "maps": _("Try it under providers; the line there says what it answered."),
    "streets": _("Try them under providers; the line there says what came."),
    "service_account": _("Try the service account under providers; the line there says what it answered."),
    "stamps": _("Try the authority under providers; the line there says what it answered."),
    "billed_repairs": _("Finance lets each go, by two, under Money, Decided repairs."),
    "calendar": _("Import them as the State Council announces them; what runs already stays as it was told."),
    "legal": _("Write them from the templates, have a lawyer read them, publish."),
    "recipients": _("Draft the next edition of the privacy notice with it, read it, publish it."),
    "told_terms": _("Draft its next edition with what is set now, read it, publish it."),
    "key": _("Make or publish one at the authorisation desk."),
    "hotline": _("Authorise one at the authorisation desk; a mistyped one is corrected there."),
    "products": _("Import products."),
    "prices": _("Import a price list; it counts from its day on."),
    "terms": _("Import the warranty terms."),
    "outlets": _("Import outlets with the divisions they serve."),
    "technicians": _("Import technicians, then their shifts."),
    "told": _(
        "Set text messages up with their templates and try them, or have each switch his phone on under his bell."
    ),
    "mailed": _("Write down a mail address for who leads or dispatches there, on the page of his account."),
    "entered": _("Hand out links under staff, on paper or by text message, and see who has not come in."),
    "promise": _("Say it on the brand's page."),
    "rehearsal": _("Play one on the brand's page, once nothing else is missing."),
    "shop_orders": _("Make the merchant under houses; it brings its orders by file or connects its shop."),
    "claim_rules": _("Write it from the template, have a lawyer read it, publish."),
    "deciders": _("Invite one under staff; he counts once he has signed in."),
    "claim_money": _(
        "Set up a payment provider or the house's account for transfers; or go on without payment online under "
        "set-up: each shop gives back itself then."
    ),
    "claim_rehearsal": _("Play one on the page of claims, once shop and rules are there."),
    "gaps": _("See which at the network desk: skills, certificates, hours, or what the outlet serves."),
    "drop_off": _(
        "Tick “Takes goods in at the counter” at an outlet, or untick the way of these goods in the settings."
    ),
    "mail_in": _("Tick “Takes goods in by parcel” at an outlet, or untick the way of these goods in the settings."),
}
