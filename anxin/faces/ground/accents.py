"""An organisation's own colours: the accent turned into the four roles of teal, the primary one into what is filled."""

from anxin.core.colours import PAPER, WHITE, UnreadableColour, check, check_filled, mix

__all__ = ["UnreadableColour", "check", "style_sheet"]


def style_sheet(named: str) -> str:
    """Write an organisation's colours as a style sheet; `named` is `accent`, `accent-primary` or `-primary`."""
    accent, _, primary = named.partition("-")
    if accent or not primary:
        check(accent)
    fill = primary or accent
    check_filled(fill)
    deep, tint = mix(accent or fill, "000000", 0.7), mix(accent or fill, PAPER, 0.12)
    roles = {"--teal": accent, "--teal-deep": deep, "--teal-tint": tint, "--on-teal": WHITE} if accent else {}
    body = "".join(f"{role}:#{value};" for role, value in roles.items())
    sheet = f':root,[data-theme="anxin"]{{{body}--color-primary:#{fill};--color-primary-content:#{WHITE};}}'
    return sheet + (f'[data-theme="anxin"] .mark-own{{background:#{primary};color:#{WHITE}}}' if primary else "")
