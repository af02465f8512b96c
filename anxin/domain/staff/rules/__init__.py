"""What is decided about accounts: who may be changed, when a second person is needed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anxin.domain.contacts.states import DESK
from anxin.domain.people import rules as people_rules
from anxin.domain.staff.states import DEPUTISES, LEADS

INVITED_FOR = timedelta(days=7)
FORGOTTEN_FOR = timedelta(hours=1)
SECOND_FROM = 2
"""From so many administrators on, one alone changes nobody's role: before, there is nobody else to ask."""
LINK = "/sign-in/invitation/{token}/"
GRANT, WITHDRAW = "grant", "withdraw"
TERM_D = 366
"""So many days ahead the term of a deputy ends at the latest."""
TERM_ENDS_D = 30
"""So many days before its end the checklist asks for the next term."""
APART = frozenset({"technician", DEPUTISES})
"""Roles nobody gives out by themselves: a technician's comes with his registration, a deputy's with a term."""
LEADING = frozenset(LEADS.split())
CALLS, JUDGES = frozenset(DESK.split()), frozenset({"reviewer"})
"""Who may do what goes over from somebody who is away: open calls, and claims that lie with a reviewer."""
PAYING = frozenset({"merchant_agent"})
"""Roles of other houses than the operator's whose word moves money."""


def work_of(roles: Collection[str]) -> frozenset[str]:
    """Return the roles that may do what lies with somebody of these: answer calls, decide claims; none for others."""
    return frozenset(one for kind in (CALLS, JUDGES) if not kind.isdisjoint(roles) for one in kind)


@dataclass(frozen=True, kw_only=True)
class AccountSituation:
    """An account as the rules of its commands read it; `own` where the actor is its owner.

    `mine` where the actor keeps it: the administrator, or the lead of the one house it belongs to.
    `helped_until`: the actor made a link to it, changed its mail address or took its authenticator lately, and is not
    the only administrator. Password and authenticator never both go through the same hands: he could come in so.
    `came_in`: somebody came in as it before, by a password or by a company.
    `may_deputise`: works for the operator, whom two administer.
    """

    mine: bool
    active: bool
    staff: bool
    entered: bool
    authenticator: bool
    own: bool
    away: bool
    administers: bool
    signed_in: int
    helped_until: datetime | None = None
    linked: bool = False
    came_in: bool = False
    may_deputise: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: an account walks none."""
        return {}

    @property
    def helped(self) -> bool:
        """Return whether the actor had a hand in it that counts."""
        return self.helped_until is not None

    @property
    def opens(self) -> bool:
        """Return whether a link, opened by who has it, leads in alone: nothing of the owner's is asked beside it."""
        return not self.authenticator and (self.helped or self.linked)


def may_be_invited(case: AccountSituation) -> bool:
    """Return whether a new link helps: the account is in use without a password, and is nobody's way in alone."""
    return case.mine and case.active and not case.entered and not (case.came_in and case.opens)


def may_forget(case: AccountSituation) -> bool:
    """Return whether a link for a new password helps somebody who came in before; without authenticator another's."""
    return case.mine and case.active and case.entered and not case.own and not case.opens


def may_write_mail(case: AccountSituation) -> bool:
    """Return whether an address can be written: links go there, so of who came in and has lost his second step, not.

    His own anybody writes who keeps it; somebody else's without authenticator who had no other hand in it.
    """
    return case.mine and (case.own or case.authenticator or not case.came_in or not case.helped)


def may_lose_authenticator(case: AccountSituation) -> bool:
    """Return whether an authenticator can be taken away: somebody else's, by who had no hand in its password."""
    return case.mine and case.active and case.authenticator and not case.own and not case.helped


def may_part(case: AccountSituation) -> bool:
    """Return whether an account can be parted from the company: one's own only while a password is left to come in."""
    return case.linked and (case.entered if case.own else case.mine)


def may_be_let_in(case: AccountSituation) -> bool:
    """Return whether a code past the slow-down can be handed out."""
    return case.mine and case.active and case.entered and not case.own


def is_signed_in(case: AccountSituation) -> bool:
    """Return whether there is a sign-in to end; one's own are ended under one's own sign-ins."""
    return case.mine and case.signed_in > 0 and not case.own


def may_change_role(case: AccountSituation) -> bool:
    """Return whether roles may be changed: a technician's come with his registration, nobody changes his own."""
    return case.mine and case.active and case.staff and not case.own


def may_be_deputy(case: AccountSituation) -> bool:
    """Return whether two can name somebody who agrees in the place of one of them: nobody himself, no administrator."""
    return may_change_role(case) and case.may_deputise and not case.administers


def is_term(until: date, *, today: date) -> bool:
    """Return whether a deputy may be named until a day: tomorrow at least, a year at most."""
    return today < until <= today + timedelta(days=TERM_D)


def may_be_disabled(case: AccountSituation) -> bool:
    """Return whether an account can be shut: not one's own, and no administrator's, whose role two take away first."""
    return case.mine and case.active and not case.own and not case.administers


def may_be_enabled(case: AccountSituation) -> bool:
    """Return whether an account is shut."""
    return case.mine and not case.active


def may_go(case: AccountSituation) -> bool:
    """Return whether somebody can go on leave: he works here; he says so himself, or who keeps his account."""
    return (case.mine or case.own) and case.active and case.staff and not case.away


def is_away(case: AccountSituation) -> bool:
    """Return whether somebody is away, or is going to be."""
    return (case.mine or case.own) and case.active and case.away


@dataclass(frozen=True, kw_only=True)
class TechniciansSituation:
    """The technicians who can't sign in yet: how many, whether links are being made, whether texts can be sent."""

    mine: bool
    waiting: int
    running: bool
    texts: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: they walk none."""
        return {}


@dataclass(frozen=True, kw_only=True)
class HandoutSituation:
    """Links that were made at once: whether any still counts, or is still to be made."""

    counts: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: they walk none."""
        return {}


def may_hand_out(case: TechniciansSituation) -> bool:
    """Return whether somebody waits for a link, and none are being made just now."""
    return case.mine and case.waiting > 0 and not case.running


def may_take_back(case: HandoutSituation) -> bool:
    """Return whether there is a link that counts."""
    return case.counts


def is_kept(case: "AccountSituation | HouseSituation") -> bool:
    """Return whether the actor keeps this account, or this house's."""
    return case.mine


@dataclass(frozen=True, kw_only=True)
class HouseSituation:
    """A house as the rules of its commands read it; `mine` as with an account."""

    mine: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a house walks none."""
        return {}


@dataclass(frozen=True, kw_only=True)
class ChangeSituation:
    """A change of a role that waits; `asked_by_me` where the actor asked for it, `mine` where it is about him.

    `here` where he may answer at all: an administrator, his deputy, or a lead of the house the role is in. `by_machine`
    where it was asked for at the machine, by whom nobody knows: it is waited for, nobody makes it count sooner.
    """

    state: str
    here: bool
    asked_by_me: bool
    mine: bool
    by_machine: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return the state by machine."""
        return {"role_change": self.state}


def is_second(case: ChangeSituation) -> bool:
    """Return whether the actor is known to be another person than who asked, and than whom it is about."""
    return may_refuse(case) and not case.by_machine


def may_refuse(case: ChangeSituation) -> bool:
    """Return whether the actor may say no: also to what the machine asked, but never about himself."""
    return case.here and not case.asked_by_me and not case.mine


def is_own_asking(case: ChangeSituation) -> bool:
    """Return whether the actor asked for it."""
    return case.asked_by_me


def roles_of(kind: str) -> list[str]:
    """Return the roles a kind of house gives out to staff without more ado."""
    return [one for one in people_rules.ROLES.get(kind, ()) if one not in APART]


def needs_second(administrators: int) -> bool:
    """Return whether a change of a role waits for a second person."""
    return administrators >= SECOND_FROM


def lead_alone_changes(role: str, *, leads: int) -> bool:
    """Return whether the word of a house's lead counts at once for a role of his own people.

    Who touches no money, he changes alone. Who answers claims, and so pays, waits for a second lead from two on. Nobody
    alone makes or unmakes a lead: where there is no second one, an administrator of the operator agrees.
    """
    return role not in LEADING and (role not in PAYING or not needs_second(leads))
