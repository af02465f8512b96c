"""What a phone's camera reads off a screen: one drawing of a code for every page."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr(text: str, *, scale: int = 4, border: int = 2) -> SafeString:
    """Return the drawing of a code to scan, dark on white by day and by night."""
    drawn = segno.make(text, error="m").svg_inline(
        scale=scale, border=border, omitsize=True, svgclass="qr", lineclass=None, dark="#0f1618", light="#ffffff"
    )
    return mark_safe(drawn)
