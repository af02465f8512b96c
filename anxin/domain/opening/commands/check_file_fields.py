"""What is asked for of who wants a file at this site's root: WeChat (message_fields) and WeCom."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask
from anxin.domain.opening.commands.provider_fields import PlatformApp, PlatformSignIn
from anxin.domain.opening.rules import check_files

CheckFile = Annotated[
    str,
    Field(pattern=rf"^({check_files.LINE})?$", max_length=120),
    Ask(
        label=_("Check file of this site's name"),
        hint=_("Its name and what stands in it, with a gap between: MP_verify_a1b2c3d4.txt a1b2c3d4"),
    ),
]


class WeComApp(PlatformApp):
    """What a house has at WeCom."""

    check_file: CheckFile = ""


class WeComSignIn(PlatformSignIn):
    """What this installation has at WeCom."""

    check_file: CheckFile = ""
