"""Words of the checklist: what each check asks, what lacks, what for, and what to do."""

from django.utils.translation import gettext_lazy as _

# What each check asks, what it says while it is not so, and what for.
TITLES = {
    "administrators": _("A second administrator"),
    "deputy": _("A deputy for changes of roles"),
    "agents": _("Who takes reports in"),
    "finance": _("Who keeps the money"),
    "reviewers": _("Who decides claims"),
    "imprint": _("Operator and imprint"),
    "address": _("Public address"),
    "tls": _("Encrypted line (TLS)"),
    "brand": _("First brand"),
    "mail": _("Mail"),
    "backup": _("Backup"),
    "disk": _("Room on the disk"),
    "uploads": _("Room for strangers' uploads"),
    "payment": _("Payment online"),
    "billed_repairs": _("Decided repairs that were billed"),
    "calendar": _("Days off and make-up workdays"),
    "legal": _("Privacy notice and user terms"),
    "recipients": _("Who gets data, in the privacy notice"),
    "told_terms": _("Terms that published texts tell"),
    "messages": _("Text messages"),
    "stamps": _("Time stamps from outside"),
    "service_account": _("WeChat service account"),
    "maps": _("Map service"),
    "streets": _("Streets on maps"),
    "privacy_numbers": _("Privacy numbers"),
    "invoices": _("Provider of invoices"),
    "robots": _("Robots of groups"),
    "shop": _("Shops on platforms"),
    "oidc": _("Company sign-in"),
    "key": _("Signing key"),
    "hotline": _("Authorised hotline"),
    "products": _("Products"),
    "prices": _("Price list"),
    "terms": _("Warranty terms"),
    "outlets": _("Outlets with a territory"),
    "technicians": _("Technicians with shifts"),
    "entered": _("Every technician has signed in"),
    "told": _("Technicians are told while no page is open"),
    "mailed": _("Outlets are told of orders by mail"),
    "promise": _("Promised times"),
    "rehearsal": _("Rehearsal"),
    "gaps": _("Somebody for every served place"),
    "drop_off": _("Outlets take goods in at the counter"),
    "mail_in": _("Outlets take goods in by parcel"),
}
MISSING = {
    "administrators": _("{count} of 2 can sign in"),
    "deputy": _("you have two administrators and nobody who agrees in the place of one"),
    "agents": _("nobody who is an agent has signed in yet"),
    "finance": _("nobody with the role of finance has signed in yet"),
    "reviewers": _("of {needs} reviewers it takes, {count} have signed in"),
    "imprint": _("nobody says who runs this"),
    "address": _("links in messages lead nowhere"),
    "brand": _("none yet"),
    "mail": _("no server has taken a letter yet (last answer: {fault})"),
    "backup": _("none within the last day; the last one: {at}"),
    "disk": _("{free} GB of {all} GB are left"),
    "uploads": _("{here} MB of {most} MB lie here unfinished"),
    "messages": _("{count} set up and working; {lost} of {heard} did not arrive within a day (last answer: {fault})"),
    "payment": _("{count} set up, none that was tried and works (last answer: {fault})"),
    "robots": _("{count} set up and working (last answer: {fault})"),
    "shop": _("{count} connected and read; not read: {shops} (last answer: {fault})"),
    "oidc": _("set up, not working (last answer: {fault})"),
    "privacy_numbers": _("set up, not working (last answer: {fault})"),
    "invoices": _("set up, not working (last answer: {fault})"),
    "maps": _("{count} set up and working (last answer: {fault})"),
    "streets": _("chosen, not seen to come (last answer: {fault})"),
    "service_account": _("set up, not working (last answer: {fault})"),
    "stamps": _("{count} set up and working (last answer: {fault})"),
    "billed_repairs": _("{count}, though it was decided that their buyers pay nothing"),
    "calendar": _("those of {years} are not entered: only weekends are known"),
    "legal": _("not published: {missing}"),
    "recipients": _("the published notice doesn't name {unnamed}"),
    "told_terms": _("“{text}” tells other terms than are set: {what}"),
    "key": _("nothing can be signed"),
    "hotline": _("no number is authorised today"),
    "products": _("nothing to report a fault of"),
    "prices": _("no price list is in force today"),
    "terms": _("none in force today"),
    "outlets": _("nobody serves any place"),
    "technicians": _("nobody has a shift"),
    "entered": _("{count} have not signed in yet"),
    "told": _("{count} of {all} at work have neither a device that is told nor a phone written down: {named}"),
    "mailed": _("nobody at {count} of {all} has a mail address here: {named}"),
    "promise": _("nobody has said how fast it goes"),
    "rehearsal": _("none passed since the last change (the last one that did: {at})"),
    "gaps": _("{count} counties today, for some goods"),
    "drop_off": _("ticked for {goods}, but at no outlet"),
    "mail_in": _("ticked for {goods}, but at no outlet"),
}
LACKS = {
    "playing": _("one is being played, since {at}"),
    "not_passed": _("the newest, of {at}, did not pass"),
    "goods": _("{count} connected and read; {goods} goods not named yet: no repair can be asked for of these"),
    "typed": _("no number is authorised today; {number}, typed at set-up, stands in legal texts until one is"),
    "none": _("no public address yet"),
    "open": _("{address} is not encrypted: an address beginning with https:// is expected"),
    "inside": _("{address} leads inside only, unencrypted: for trying; for customers it takes an https:// address"),
    "unseen": _("{address} was not looked at yet"),
    "overruled": _("{address} was seen encrypted, but anxin serve was started with ANXIN_TLS=0: leave that out"),
    "ends": _("the certificate of {address} ends on {at}"),
    "term_ends": _("the term of the last deputy ends on {at}; name the next one in time"),
    "name": _("the name of {address} leads nowhere: its DNS record is missing"),
    "refused": _("nobody answers at {address}: proxy or firewall"),
    "slow": _("{address} does not answer in time"),
    "certificate": _("the certificate of {address} is not trusted, has ended, or is for another name"),
    "broken": _("what answers at {address} breaks off"),
    "texts": _("{count} of {texts} texts to customers have no template at any provider: these don't leave"),
    "by_transfer": _("no provider: bills are paid by transfer to the house's account, or in cash; two book what comes"),
    "untold": _(
        "the trial went well, but WeChat Pay tells of payments at encrypted addresses only, and the public one is "
        "{address}"
    ),
    "unpriced": _("the list in force has no line for {goods}: nothing may be charged for them"),
    "silent": _(
        "{count} have not signed in yet; nobody has at {outlets}: for {counties} counties the outlet alone can send "
        "somebody, or your dispatcher where nobody signs in there either"
    ),
    "calendar_part": _("those of {years} are entered in part only: New Year or the National Day is missing"),
    "textless": _("text messages to them don't leave, and {count} of {all} have no device that is told: {named}"),
    "letters": _("{host} took none of the last {count} letters (last answer: {fault})"),
    "unwritten": _("the last try failed: {fault}; the last one that was written: {at}"),
    "named_soon": _("the notice in force doesn't name {unnamed}; the edition that counts from {day} on does"),
    "told_soon": _("“{text}” tells other terms than are set: {what}; the edition from {day} on tells them"),
    "named_idle": _("it names {idle}, which gets nothing: not set up"),
    "away": _("all who are agents, {count} of them, are on leave today"),
    "elsewhere": _("{address} leads to something else, not to this installation"),
}
"""What lacks where a check knows more than one thing, and what is said of what is so, with something to know."""
IN_ENGLISH = _("{name} (English text)")  # whom a notice names in its Chinese alone
UNSET = {
    "mail": _("no mail server yet"),
    "backup": _("none yet"),
    "messages": _("no provider is set up yet"),
    "payment": _("no provider is set up yet"),
    "rehearsal": _("not played through since the last change"),
}
"""What is said instead where there is nothing yet to count or to date."""
WHY = {
    "administrators": _("Roles change by two persons, and one alone can be locked out."),
    "deputy": _("While one of two is ill or gone, nobody's role could change."),
    "agents": _("A report would lie there: nobody could accept it in time."),
    "finance": _("Invoices, cash that is handed in, transfers and refunds by hand wait for that role alone."),
    "reviewers": _(
        "A large sum takes two: who decides and who confirms. Its appeal takes two others, or it stands still."
    ),
    "imprint": _("The law asks for it on every public page."),
    "address": _(
        "Customers open their case by the link of a message, colleagues their invitation. With a second administrator "
        "a change of it takes both: so it comes first."
    ),
    "tls": _("Names, phones and addresses go over this line."),
    "brand": _("Every case belongs to one."),
    "mail": _("Forgotten passwords and the daily report go by mail."),
    "backup": _("A broken disk must not cost a case."),
    "disk": _("On a full disk nothing is kept any more: no report, no picture, no payment."),
    "uploads": _("Once it is full, who isn't signed in can send no picture and no video with a report or a claim."),
    "messages": _("Sign-in codes and news of a case go by them."),
    "payment": _(
        "Without it customers pay in cash, or by transfer where the house's account is kept under settings; without "
        "either, what comes by parcel can't be paid for."
    ),
    "billed_repairs": _("An earlier version billed them; the decision says they are free."),
    "calendar": _(
        "Deadlines in working days run through the holidays, and windows and promises take them for weekdays."
    ),
    "legal": _("Nobody may be asked for name and address before both are published."),
    "recipients": _("Who gets personal data has to be told before: name, purpose and what he gets (PIPL, article 17)."),
    "told_terms": _("Who reads it relies on it; how long data is kept has to be told truly (PIPL, article 17)."),
    "oidc": _("Your people can't come in by the company's account; with name, password and second step they can."),
    "robots": _("Its group is not told what it chose; the notices inside go on."),
    "shop": _("Orders and claims there don't come in, and answers don't go back; the platform's deadlines run."),
    "privacy_numbers": _(
        "Technician and customer get no privacy number; they ring each other as the settings say then."
    ),
    "invoices": _("Customers wait until finance writes each invoice by hand."),
    "streets": _("Maps of board and outlets stay without streets; positions are shown all the same."),
    "maps": _("Addresses our own reading leaves wide stay at their county: ways and hours are rough there."),
    "service_account": _("News in WeChat go by text message meanwhile, and nobody inside WeChat is recognised."),
    "stamps": _("A court believes an authority's clock, not yours."),
    "key": _("Every authorisation is signed with it: no hotline, outlet or technician counts before."),
    "hotline": _("The check would call your own number unknown."),
    "products": _("A customer chooses what is broken."),
    "prices": _("Nothing is charged beyond a published price."),
    "terms": _("Without any, every repair is out of warranty and charged."),
    "outlets": _("Without one every place reads: nobody goes there yet."),
    "technicians": _("Without one no window can be offered."),
    "told": _("An offer waits minutes: whoever doesn't hear of it has it run out, and the next one is asked."),
    "mailed": _("An order waits there until somebody happens to look at the page."),
    "entered": _("Windows count them all the same, but no offer reaches them: the outlet must take each job for them."),
    "promise": _("Customers read until when somebody comes."),
    "rehearsal": _("What a customer would meet is seen by you first."),
    "gaps": _("Customers there choose goods nobody comes for."),
    "drop_off": _("Until then customers are not offered to bring anything."),
    "mail_in": _("Until then customers are not offered to send anything in."),
}
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
    "gaps": _("See which at the network desk: skills, certificates, hours, or what the outlet serves."),
    "drop_off": _(
        "Tick “Takes goods in at the counter” at an outlet, or untick the way of these goods in the settings."
    ),
    "mail_in": _("Tick “Takes goods in by parcel” at an outlet, or untick the way of these goods in the settings."),
}
