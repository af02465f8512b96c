"""What lies beside a dossier or an answer pack, for whoever opens it."""

from django.utils.translation import gettext_lazy as _

READ_ME = _(
    "Dossier of claim {number}.\noriginals/: the files as they were received. custody.json: whose, since when sealed; "
    "of one with gone_at the time was over, and only the hash is left. "
    "examinations.json: what was seen, with its doubt; findings are not proof. captures.json: what was asked for, when "
    "each hash and its bytes came, what was answered. decisions.json, answers.json: what was "
    "said and decided. law.json: rules on the day of the act; not legal advice. chain.json: every fact, each bound to "
    "the one before. manifest.json: hashes, Merkle root, signature.\nCheck: anxin dossier verify FILE.zip"
)
ANSWER_READ_ME = _(
    "Answer pack of claim {number}, for the platform that decides.\noriginals/: what the merchant sealed, as it was "
    "received. custody.json: since when each is sealed, and whether that was before the claim; of one with gone_at the "
    "time was over, and only the hash is left. case.json: what is "
    "asked, with the listing at order time. answers.json: what the merchant said. record.json: what happened when. "
    "manifest.json: hashes, Merkle root, signature of this installation.\nFindings of the examination are not in here: "
    "they are for who decides, and no proof."
)
