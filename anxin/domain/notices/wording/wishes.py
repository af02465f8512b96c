"""What is told of leave, swaps and placements: who asks, who answers, him, and the brand that asks."""

from django.utils.translation import gettext_lazy as _

WISHES = {
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
    "notices.placed": _("{number}: {reference} is sent for you from one more outlet; the yes has come"),
    "notices.not_placed": _(
        "{number}: {reference} is not sent from the outlet you named; he or his outlet said no. Name another one, "
        "or leave him out of your list"
    ),
}
