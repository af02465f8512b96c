"""Whose settings somebody keeps, and a change of one before those who confirm it or take it back."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class KeptSettings:
    """The settings of a house before somebody: are they those that he keeps."""

    own: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: settings walk none."""
        return {}


@dataclass(frozen=True, kw_only=True)
class SettingChangeSituation:
    """A change of a setting before somebody: how it stands, is it of those he keeps, did he propose it.

    `last`: no later change keeps what it changed.
    """

    state: str
    own: bool
    mine: bool
    last: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: how a change stands follows from its moments, it walks none."""
        return {}


def needs_reason(value: object) -> bool:
    """Return whether a change has to say why: what is entered first, where nothing stood, needs no reason."""
    return value not in ("", [], {}, None)


def may_change(case: KeptSettings) -> bool:
    """Return whether somebody may propose a change: of what he keeps himself."""
    return case.own


def is_second(case: SettingChangeSituation) -> bool:
    """Return whether somebody else proposed it."""
    return not case.mine


def may_confirm(case: SettingChangeSituation) -> bool:
    """Return whether it waits for a second person."""
    return case.own and case.state == "waiting"


def may_withdraw(case: SettingChangeSituation) -> bool:
    """Return whether it does not count yet; what has counted stays in the history."""
    return case.own and case.state in ("waiting", "later")


def is_last(case: SettingChangeSituation) -> bool:
    """Return whether it can be taken back alone: those that stand on it go first."""
    return case.last
