"""Declare a setting: its kind, bounds, default, and who must agree to a change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anxin.core import money, wording
from anxin.core.errors import Invalid, Missing


@dataclass(frozen=True, kw_only=True)
class Version:
    """A value known beforehand from a day on: a statute's period, a platform's rule."""

    valid_from: date
    value: Any
    source: str
    checked_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One thing an operator or organisation may choose."""

    name: str
    default: int | str | bool | list[Any] | dict[str, Any]
    title: object = ""
    help: object = ""
    unit: str = ""
    least: int | None = None
    most: int | None = None
    choices: Sequence[Any] = ()
    second_person: bool = False
    notice_days: int = 0
    per_organisation: bool = True
    capped: bool = False
    """An organisation's own number is at most what counts for all; where that falls, its own falls with it."""
    source: str = ""
    versions: Sequence[Version] = ()
    check: Callable[[Any], None] | None = None
    by_command: bool = False
    """Changed by a command of its own, which asks for more: the page of settings shows it alone."""

    @property
    def kind(self) -> type[int | str | bool | list[Any] | dict[str, Any]]:
        """Return what values are: of the default's type."""
        return type(self.default)

    @property
    def has_parts(self) -> bool:
        """Return whether a value has parts: each change keeps the whole and stands on those before; none between."""
        return self.kind in (list, dict)

    @property
    def lowest(self) -> int:
        """Return the least that a number may be."""
        return self.least or 0

    @property
    def highest(self) -> int:
        """Return the most that a number may be; a setting of a number says it."""
        assert self.most is not None
        return self.most

    @property
    def bounds_said(self) -> str:
        """Say between which numbers one is expected, of a sum in yuan."""
        if self.unit == "fen":
            least, most = (money.format_fen(one) for one in (self.lowest, self.highest))
            return _("a sum from {least} to {most}").format(least=least, most=most)
        return _("a whole number from {least} to {most}").format(least=self.lowest, most=self.highest)

    def checked(self, value: Any) -> Any:
        """Return the value, or raise `Invalid` with what is expected."""
        if type(value) is not self.kind:
            raise Invalid(self.name, expected=self.kind.__name__, got=type(value).__name__)
        if self.choices and value not in self.choices:
            raise Invalid(self.name, expected=" | ".join(map(str, self.choices)), got=value)
        if isinstance(value, str) and self.most is not None and len(value) > self.most:
            raise Invalid(self.name, expected=f"at most {self.most} characters", got=len(value))
        if type(value) is int and not self.choices and not self.lowest <= value <= self.highest:
            raise Invalid(self.name, expected=self.bounds_said, got=value)
        if self.check is not None:
            self.check(value)
        return value


class UnknownSetting(Missing):
    """No app declares a setting of this name."""

    code = "settings.unknown"


SETTINGS: dict[str, Setting] = {}


def declare(*settings: Setting, titles: Mapping[str, object] | None = None) -> None:
    """Register an app's settings; a name declared otherwise already is refused.

    `titles` words those that bring no title, by their names within the app.
    """
    for setting in settings:
        if titles and not setting.title:
            setting = replace(setting, title=titles[setting.name.split(".", 1)[1]])
        if SETTINGS.get(setting.name, setting) != setting:
            raise ValueError(f"setting {setting.name!r}: expected one declaration, got two")
        if setting.kind is int and not setting.choices and setting.most is None:
            raise ValueError(f"setting {setting.name!r}: expected the most it may be, got none")
        setting.checked(setting.default)
        for version in setting.versions:
            setting.checked(version.value)
        SETTINGS[setting.name] = setting
        wording.declare(values={"field": {setting.name: setting.title}})


def declared(name: str) -> Setting:
    """Return a setting by its name."""
    try:
        return SETTINGS[name]
    except KeyError:
        raise UnknownSetting({"name": name}) from None
