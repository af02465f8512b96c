"""The one router of claims: several rooms lay their operations on it, so that an address knows all its methods."""

from django.utils.translation import gettext_noop
from ninja import Router
from ninja.params.functions import Path

router = Router(tags=[gettext_noop("Claims")])
NUMBER = Path(..., max_length=40, description=gettext_noop("The number of the claim, such as C-20261124-000123-7"))
