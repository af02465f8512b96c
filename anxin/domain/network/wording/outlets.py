"""How an outlet stands today, and in which manner it serves an area."""

from django.utils.translation import gettext_lazy, pgettext_lazy

STANDS = {
    "open": pgettext_lazy("an outlet", "open"),
    "closed": pgettext_lazy("an outlet", "closed today"),
    "stopped": gettext_lazy("takes no orders"),
    "unserved": gettext_lazy("serves no place"),
    "unvouched": gettext_lazy("a brand it serves does not vouch for it"),
    "unmanned": gettext_lazy("nobody works there"),
    "rough": gettext_lazy("known to an area only"),
    "unplaced": gettext_lazy("no map service places it: place it by hand"),
}
KINDS = {
    "shared": pgettext_lazy("of an area", "shared"),
    "exclusive": pgettext_lazy("of an area", "exclusive"),
    "overflow": pgettext_lazy("of an area", "helps out"),
    "apart": pgettext_lazy("of an area", "left out"),
}
