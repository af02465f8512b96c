"""The public check, for programs: is this number genuine, and who vouches for it?"""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router
from ninja.params.functions import Path, Query
from pydantic.json_schema import WithJsonSchema

from anxin.core.errors import Invalid
from anxin.domain.network import actions
from anxin.faces import shared
from anxin.faces.api import genuine_answers
from anxin.faces.api.bodies import Text, only
from anxin.faces.ground.check_limit import limited

router = Router(tags=[gettext_noop("Genuine or not")])
KINDS = ["hotline", "technician", "outlet", "part"]
KIND = Path(..., max_length=20, description=gettext_noop("What kind of number it is"))
CODE = Path(..., min_length=1, max_length=40, description=gettext_noop("The number as printed or heard, or a name"))
BADGE = Query("", max_length=40, description=gettext_noop("The characters a technician's badge shows"))
BRAND = Query("", max_length=64, description=gettext_noop("The brand in whose name somebody comes; its word counts"))
Kind = Annotated[str, WithJsonSchema({"type": "string", "enum": KINDS})]


@router.get(
    "/verify/{kind}/{code}",
    response=genuine_answers.Genuine,
    auth=None,
    operation_id="verify",
    by_alias=True,
    summary=gettext_noop("Check a number or name"),
    description=gettext_noop("Public. Counted without saying who asked; so many questions a minute and address."),
)
def verify(
    request: HttpRequest, kind: Kind = KIND, code: Text = CODE, badge: Text = BADGE, brand: Text = BRAND
) -> genuine_answers.Genuine:
    """Answer whether a number is genuine."""
    only(request, "badge", "brand")
    limited(request, code)
    if not any(map(str.isalnum, code)):
        raise Invalid("code", expected="digits or letters", got="")
    now = timezone.now()
    told = {"kind": kind, "code": code, "token": badge, "brand": brand}
    card = shared.act(request, lambda: actions.check_number(now=now, **told))
    return genuine_answers.genuine_of(card)
