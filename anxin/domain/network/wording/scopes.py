"""How the sentence of a brand's word for a technician is read, in words."""

from django.utils.translation import gettext_lazy as _

READ = _("Read as: {goods}")
READ_WITHOUT = _("Read as: {goods}; not for: {without}")
ALL = _("No goods are named: it is for all that he can do")
ALL_WITHOUT = _("No goods are named: it is for all that he can do; not for: {without}")
NONE = _("Names only goods that nobody is sent for here: by this word he is sent for nothing")
UNCLEAR = _("What it leaves out can't be understood: by this word he is sent for nothing")
ROWS = _("“{scope}” ({number}): {reading}")
