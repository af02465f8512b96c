"""What those who keep settings may do: propose a change, confirm another's, take one back before it counts."""

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field

from anxin.core import settings
from anxin.core.commands import Ask, Command, Fields, Given, Table
from anxin.core.errors import Invalid
from anxin.core.settings.models import SettingRow
from anxin.domain.opening.queries import setting_changes as queries
from anxin.domain.opening.rules import setting_changes as rules
from anxin.domain.opening.rules.setting_changes import KeptSettings, SettingChangeSituation
from anxin.domain.opening.states import CONFIRMS, KEEPS
from anxin.domain.people.models import Organisation

WHY = _("Why; it stays in the history")


class SettingChange(Fields):
    """Another value of a setting, in the shape of its kind, from when on, why and by which source."""

    name: Annotated[str, Field(max_length=100), Ask(hidden=True)]
    value: Any
    valid_from: datetime
    why: Annotated[str, Field(max_length=500), Ask(label=WHY, rows=2)] = ""
    source: Annotated[str, Field(max_length=300), Ask(label=_("Source: law, contract, decision"))] = ""


def _propose(it: Given[Organisation, SettingChange]) -> SettingRow:
    told, scope = it.fields, queries.scope_of(it.by)
    kept = queries.kept(it.by, told.name)
    if kept.by_command:
        raise settings.ByCommand({"name": kept.name})
    stands = settings.get(kept.name, at=it.now, organisation=scope)
    if not told.why.strip() and rules.needs_reason(stands):
        raise Invalid("why", expected=str(WHY), got="")
    return settings.propose(
        name=kept.name,
        value=told.value,
        valid_from=told.valid_from,
        by=it.by,
        now=it.now,
        organisation=scope,
        why=told.why,
        source=told.source,
    )


def _confirm(it: Given[SettingRow, Any]) -> None:
    settings.confirm(it.row, by=it.by, now=it.now)


def _withdraw(it: Given[SettingRow, Any]) -> None:
    settings.withdraw(it.row, by=it.by, now=it.now)


SETTINGS = Table(
    "settings",
    situation=queries.kept_situation,
    commands=(
        Command[Organisation, KeptSettings](
            name="change",
            title=_("Propose a change"),
            who=KEEPS,
            when=rules.may_change,
            fields=SettingChange,
            do=_propose,
        ),
    ),
)

SETTING_CHANGES = Table(
    "setting_change",
    situation=queries.change_situation,
    commands=(
        Command[SettingRow, SettingChangeSituation](
            name="confirmation",
            title=pgettext_lazy("a setting", "Confirm"),
            who=CONFIRMS,
            stands=rules.may_confirm,
            when=rules.is_second,
            because=settings.SecondPersonNeeded,
            do=_confirm,
        ),
        Command(
            name="withdrawal",
            title=_("Take it back"),
            who=KEEPS,
            stands=rules.may_withdraw,
            when=rules.is_last,
            because=settings.StoodOn,
            do=_withdraw,
        ),
    ),
)
