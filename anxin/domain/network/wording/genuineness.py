"""What people are told about whether a number or name is genuine."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "hotline": _("Hotline"),
    "outlet": _("Outlet"),
    "technician": _("Technician"),
    "part_batch": _("Part batch"),
}

PAPERS = {
    "identity": _("identity card, seen in the original"),
    "photo": _("photo, compared with the person"),
    "certificates": _("certificates, with their ends"),
    "contract": _("contract with the outlet"),
    "licence": _("business licence"),
    "number": _("the number rings with us"),
    "visited": _("the place was visited"),
}


ANSWERS = {
    "genuine.hotline": _("is an official hotline authorised by {brand}"),
    "genuine.outlet": _("is an outlet authorised by {brand}"),
    "genuine.technician": _("is a technician authorised by {brand}"),
    "genuine.beyond": _("{brand} vouches for him, but not for work on: {goods}"),
    "genuine.named": _("one technician authorised by {brand} is called so"),
    "genuine.several": _("several authorised technicians are called so; a form of address alone tells nobody apart"),
    "genuine.badge": _("The number is genuine, but this badge is not shown by it now"),
    "genuine.withdrawn": _(
        "The number is genuine, but this printed badge was withdrawn; whoever shows it may be another"
    ),
    "yours": _("is the number your technician rings you from"),
    "not_yet": _("authorised by {brand}, but only from {from_date} on"),
    "suspended": _("{brand} has suspended this authorisation"),
    "key_lost": _("was authorised by {brand}; the key that signed it was reported lost, so it counts for nothing now"),
    "left": _("was authorised by {brand}, but works for none of its outlets now"),
    "adrift": _("was authorised by {brand}, but the outlet he works at is not authorised now"),
    "expired": _("was authorised by {brand} until {to_date}, not renewed"),
    "retired": _("was once authorised by {brand}, no longer"),
    "lookalike": _("not authorised; it looks like {resembles}, but is another number"),
    "reported": _("confirmed as a false number"),
    "public_service": _("is a public number of {owner}: {purpose}"),
    "unknown.badge": _("looks like the characters of a badge; they tell something only beside its bearer's number"),
    "unknown.name": _("nobody authorised here is listed under this name; he may be listed under another"),
    "unknown": _("not known here: no brand on this site has registered it"),
}
