"""What people choose from on a visit: each code once, with its words."""

from django.utils.translation import gettext_lazy as _

LOOK = "inspect"
"""The kind of service that only looks at goods."""
REFUSED = {
    "no_technician": _("nobody free in this window"),
    "no_skill": _("nobody here can repair this"),
    "too_far": _("too far"),
    "no_part": _("the part is missing"),
    "other": _("another reason"),
}
"""Why an outlet doesn't go."""
THAT_DAY = "no_technician"
"""The reason for which it goes another day."""
DECLINED = {
    "too_far": _("too far"),
    "no_part": _("no part with me"),
    "busy": _("no time then"),
    "no_skill": _("cannot repair this"),
    "ill": _("ill"),
    "other": _("another reason"),
}
"""Why a technician doesn't go, or gives a job back."""
OTHER_WINDOW = "other_window"
LET_GO = {
    **REFUSED,
    **DECLINED,
    "not_vouched": _("the brand vouches for technician or outlet no more"),
    "not_there": _("technician or outlet isn't there then"),
    "window_held": _("the technician took another job in that window"),
    "address": _("the address is in another county"),
    "missed_by_technician": _("nobody came"),
    "desk": _("the desk wanted another"),
    "soonest": _("whoever is free soonest is wanted"),
    OTHER_WINDOW: _("the customer wants another time"),
    "timed_out": _("no answer came in time"),
    "called_off": _("the visit was called off"),
}
"""Why somebody is let go: an outlet's or a technician's reasons, and those of the house."""
NO_WORD_OF_HIS = ("", "not_there", "window_held", "not_vouched", "address")
"""Why an offer is taken back that leaves its technician free for the job: it is no word of his.

Others were faster, he was busy then, the brand took its word back for a while, the address was another.
"""
DOCUMENTS = {
    "id_card": _("identity card"),
    "passport": _("passport"),
    "permit": _("residence permit"),
    "driving_licence": _("driving licence"),
    "electronic": _("electronic identity document"),
    "inside": _("it lies behind the door; shown once it is open"),
}
"""What somebody before a locked door shows; `inside`: it lies behind the door, and is shown once it is open."""
PROOFS = {
    "deed": _("property certificate or purchase contract"),
    "lease": _("lease in his name"),
    "bill": _("bill or account of this address in his name"),
    "delivery": _("order or delivery of this lock to this address"),
}
"""What shows his right to the door."""
WITNESSES = {
    "property": _("property manager"),
    "committee": _("residents' committee"),
    "police": _("police officer"),
    "housemate": _("somebody who lives there too"),
    "neighbour": _("neighbour"),
}
"""Who stands by when a lock is opened."""
OFFICIAL = ("property", "committee", "police")
"""Who may stand for somebody whose document lies behind the door."""
ALONE = {
    "nobody_there": _("nobody else is there, and no office is open"),
    "nobody_named": _("whoever is there won't be named"),
    "danger": _("somebody or something inside is in danger; 119 or 110 was rung"),
}
"""Why a lock is opened though nobody bears witness: the desk reads it, and the open door is pictured."""
AGREED = "agreed"
PICTURED = {
    AGREED: _("agrees to a picture of the open door with him in it"),
    "not_himself": _("no: he doesn't want to be in a picture"),
    "not_his_home": _("no: he doesn't want his home pictured"),
    "no_time": _("no: somebody is in danger, there is no time for it"),
}
"""What who has a lock opened without a witness says to a picture; a no is written down and stands for the picture."""
BARRED = {
    "no_document": _("no document could be shown"),
    "no_right": _("nothing shows that he lives there, and there is no witness"),
    "other_name": _("the proof is in another's name"),
    "minor_alone": _("a child is alone"),
    "refused": _("the check was refused"),
}
"""Why the door stays shut."""
