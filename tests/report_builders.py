"""The form of a report, and how a customer fills it."""

from django.utils import timezone

from anxin.demo import cast
from anxin.faces.customer import windows

FORM = "/report/heyan/S3/"


def answers(**changed: object) -> dict[str, object]:
    """Fill the form as Ms Zhang would."""
    last = list(windows.windows(now=timezone.now()))[-1]
    return {
        "symptoms": ["no_fingerprint"],
        "told": "早上还好好的",
        "name": cast.MS_ZHANG.name,
        "phone": cast.MS_ZHANG.phone,
        "address": cast.MS_ZHANG.address,
        "window": last.key,
        **changed,
    }
