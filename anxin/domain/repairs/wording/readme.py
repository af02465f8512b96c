"""What lies beside a repair's dossier, for whoever opens it."""

from django.utils.translation import gettext_lazy as _

READ_ME = _(
    "Dossier of repair {number}.\n卷宗.html: all of it to read and print; the pages below are what it was made from. "
    "All times in the .json pages are UTC (+00:00), in 卷宗.html Beijing time.\n"
    "pictures/: what the customer sent (C), what was taken of the work (T) and drawn "
    "signatures (S), as they were received; pictures.json: of what, when, with the fact that told of each; of one "
    "without a file only the hash is left. case.json: "
    "what was reported and promised, by which day of purchase it is in warranty, and the windows in their order with "
    "the one that holds. visits.json: windows, "
    "arrivals, what was to be recorded, who signed. quotes.json, "
    "bills.json, parts.json: what it cost and why. clocks.json: what was in time. messages.json: what was written to "
    "whom, with the fact that tells of it. people.json: who stands behind the ids. texts.json: the texts that counted, "
    "and whether the customer agreed to them. chain.json: every fact, each bound "
    "to the one before. manifest.json: hashes, Merkle root, signature. Names are masked; reasons and remarks of the "
    "record are opened, all else stays a commitment.\nCheck: anxin dossier verify FILE.zip"
)
