"""An organisation's own accent, turned into the four roles of teal."""

from anxin.core.colours import PAPER, WHITE, UnreadableColour, check, mix

__all__ = ["UnreadableColour", "check", "style_sheet"]


def style_sheet(colour: str) -> str:
    """Write the four roles of an accent as a style sheet."""
    check(colour)
    deep, tint = mix(colour, "000000", 0.7), mix(colour, PAPER, 0.12)
    roles = {"--teal": colour, "--teal-deep": deep, "--teal-tint": tint, "--on-teal": WHITE}
    body = "".join(f"{role}:#{value};" for role, value in roles.items())
    return f':root,[data-theme="anxin"]{{{body}--color-primary:#{colour};--color-primary-content:#{WHITE};}}'
