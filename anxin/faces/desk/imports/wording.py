"""What is said about each table, in the order in which they build on each other."""

from django.utils.translation import gettext_lazy as _

HINTS = {
    "organisations": _("First: brands, shops and platforms; the other files name them."),
    "outlets": _("Serves, for example: Heyan:Chengdu. Without longitude and latitude the address is looked up."),
    "products": _("A brand's models, and the skill their repair takes, as technicians have it."),
    "symptoms": _("What customers may tick when they report, by category."),
    "prices": _(
        "What is published is never changed: prices change by a new edition, whose file names what changes; all other "
        "lines go on. A line ends where the column Ends says so; where a file is the whole list of a class, say that "
        "its class's other lines end. The row with the code VISIT is the fee of "
        "the way and stands on every quote of a visit by itself; all other rows a technician puts on, one by one."
    ),
    "warranty_terms": _("What a brand promises from a day on, with its source."),
    "technicians": _(
        "Works for, for example: AX-CD-01:Heyan. He signs in with his badge number, or the name the file says; under "
        "Staff everybody gets a link to come in, in one press."
    ),
    "parts": _(
        "A brand's parts by their numbers: the code a part has in the brand's price list, so that what goes in at a "
        "job leaves the stock by itself."
    ),
    "stock": _(
        "How many of a part lie at an outlet, in a technician's van (van:badge number) or in a brand's warehouse "
        "(warehouse:brand), as it is opened; the parts come first. What has moved since is counted on its page."
    ),
    "closures": _(
        "A holiday for many outlets in one file: no window of these days is offered, what is booked goes to another "
        "and the customers are told. The same file twice closes nothing twice."
    ),
    "leaves": _("For the same days: what a technician holds goes to another at once, and the customers are told."),
    "skills": _("One skill a row: what a technician can do, or the new last day of its certificate."),
    "employment_ends": _(
        "Whose employment with an outlet ends, or who works for a brand no more: what he holds there goes to another "
        "at once, and the customers are told."
    ),
    "portraits": _(
        "Pictures of technicians in a ZIP, each called as his badge number; or an Excel file that names the picture of "
        "each. Who still lacks one stands under Network, Technicians."
    ),
    "accounts": _(
        "Roles, for example: Heyan:brand lead. Under Staff a link is made for each, by which he sets his password."
    ),
    "days_off": _(
        "As the State Council announces them each autumn: for example 2027-02-05, 2027-02-11, off, the notice's "
        "number; 2027-02-14, , worked. Counts from now on; deadlines that run already stay as they were told."
    ),
    "customers": _("Who is known without a case, each with the consent or contract that allows it."),
    "devices": _("Each device by its serial number, with its owner and day of purchase; the models come first."),
    "repairs": _("What is under way in another system, in any state, with the number it has there."),
    "listings": _("Which product a shop's goods are, by SKU or title; - where nobody repairs them."),
    "purchases": _("Orders of any shop here; a shop imports its own on its own page."),
    "claims": _(
        "What is under way in another system, in any state, with the number it has there; the orders come first. "
        "Once the file is written each merchant is told of his, nobody else, and no money moves by it."
    ),
}
