"""What an outlet is told of itself: closed, open, asked, what it serves, which brands vouch for it."""

from django.utils.translation import gettext_lazy as _

OUTLETS = {
    "notices.member_undone": _(
        "{number}: an import was taken back, and with it a technician who worked here on jobs of {brand}"
    ),
    "notices.member_undone_several": _("{number}: an import was taken back, and with it {count} employments here"),
    "notices.outlet_closed": _(
        "{number} is closed ({span}): no window of these days is offered there, and what was booked goes to others"
    ),
    "notices.outlet_reopened": _("{number} opens earlier: the closure ({span}) ended"),
    "notices.outlet_hours": _("{number} is open {hours} from now on, and customers read it so"),
    "notices.outlet_kept": _(
        "{number}: how it is reached, where it is or what it takes was written down anew; your outlet's page shows it"
    ),
    "notices.outlet_stopped": _("{number} is asked for nothing more until further notice; what it has it finishes"),
    "notices.outlet_asked_again": _("{number} is asked again, wherever it serves"),
    "notices.outlet_area": _(
        "{number} serves for {brand} {begun} more areas and {ended} fewer; your outlet's page lists them"
    ),
    "notices.outlet_area_several": _("{number}: what it serves was changed {count} times; your outlet's page lists it"),
    "notices.outlet_word": _("{brand} vouches for {number} until {until}"),
    "notices.outlet_word_several": _("{number}: {count} words of brands were given or renewed"),
    "notices.outlet_word_back": _("{brand} vouches for {number} again"),
    "notices.outlet_word_off": _(
        "{brand} has suspended its word for {number}: you are offered none of its jobs, and those in hand go to others"
    ),
    "notices.outlet_word_ended": _(
        "{brand} vouches for {number} no more: you are offered none of its jobs, and those in hand go to others"
    ),
    "notices.outlet_word_over": _(
        "The word of {brand} for {number} is over: you are offered none of its jobs until it is given anew"
    ),
}
