"""What a loaded demo hands to whoever shows it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Login:
    """One sign-in of the demo."""

    user: str
    password: str
    totp_secret: str


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """Who can sign in, whose phone is known, which links open a case (by name, as paths of this installation)."""

    logins: dict[str, Login]
    phones: tuple[str, ...] = ()
    links: dict[str, str] = field(default_factory=dict)
    api_token: str = ""
