"""Declare a setting: its kind, bounds, default, and who must agree to a change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from anxin.core import wording
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

    def checked(self, value: Any) -> Any:
        """Return the value, or raise `Invalid` with what is expected."""
        if type(value) is not self.kind:
            raise Invalid(self.name, expected=self.kind.__name__, got=type(value).__name__)
        if self.choices and value not in self.choices:
            raise Invalid(self.name, expected=" | ".join(map(str, self.choices)), got=value)
        if isinstance(value, str) and self.most is not None and len(value) > self.most:
            raise Invalid(self.name, expected=f"at most {self.most} characters", got=len(value))
        if isinstance(value, int) and not isinstance(value, bool):
            if self.least is not None and value < self.least:
                raise Invalid(self.name, expected=f"at least {self.least}", got=value)
            if self.most is not None and value > self.most:
                raise Invalid(self.name, expected=f"at most {self.most}", got=value)
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
