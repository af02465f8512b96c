"""What people are told about authenticators."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import declare

declare(
    errors={
        "people.first_key_over": _(
            "The picture of before is over: it is shown for ten minutes, and only where you signed in last. Scan the "
            "one that stands here now, and type its code."
        ),
    }
)
