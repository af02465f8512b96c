"""For which goods a brand's word for a technician is, in words."""

from django.utils.translation import gettext_lazy as _

ALL_GOODS = _("all that he can do")
AT_HOME = _("{goods}: repair at home")
SIGNED = _("Goods: {goods}")
READ = _("No goods are listed; its sentence is read as: {goods}")
NOBODY = _("No goods are listed, and its sentence leaves a doubt: he is sent for nothing until it is signed anew")
UNSAID = _("The sentence doesn't say: {goods}")
UNSIGNED = _("The sentence names what is not among the goods: {goods}")
EXCLUDES = _("The sentence leaves something out. What counts are the goods.")
OTHERS = _("goods that nobody is sent for here")
ROWS_UNSAID = _("no sentence of their own ({number}): {reading}")
ROWS = _("“{scope}” ({number}): {reading}")
