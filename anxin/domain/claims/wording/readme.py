"""What lies beside a dossier or an answer pack, for whoever opens it."""

from django.utils.translation import gettext_lazy as _

READ_ME = _(
    "Dossier of claim {number}.\n卷宗.html: all of it to read and print; the pages below are what it was made from. "
    "All times in the .json pages are UTC (+00:00), in 卷宗.html Beijing time.\n"
    "originals/: the files as they were received. custody.json: whose, since when sealed, "
    "with the claim or after it; of one with gone_at the time was over, and only the hash is left. "
    "packings.json: which of them show the packing, "
    "and whether the goods had left before they were sealed. "
    "examinations.json: what was seen, with its doubt; findings are not proof. captures.json: what was asked for, when "
    "each hash and its bytes came, what was answered. inspection.json, where a technician looked: who, who vouched for "
    "him that day, when he came, what he found.\n"
    "case.json: order, goods, what is asked. people.json: who stands behind the ids. statements.json: what each side "
    "said, with the fact that binds it (committed false: none was made at the time). messages.json: what the sides "
    "wrote to each other, as far as whoever took this reads it. answers.json, decisions.json: how "
    "the merchant answered, and what was decided. money.json: what was paid and refunded, with what the provider said. "
    "clocks.json: every term as it ran.\n"
    "law.json: rules on the day of the act (applied: the one that counted); what articles say there is a summary, and "
    "no legal advice. texts.json: the texts "
    "that counted, and whether the buyer agreed to them. chain.json: every fact, each bound to the one before "
    "(closed true: not told to who took this dossier, its hash is part of the chain). "
    "checkpoints.json: the newest roots over all cases, with time-stamps from outside where there are some. "
    "manifest.json: hashes, Merkle root, signature.\nCheck: anxin dossier verify FILE.zip --key KEY, with the key that "
    "is published at /.well-known/anxin.json and /verify/dossiers/"
)
ANSWER_READ_ME = _(
    "Answer pack of claim {number}, for the platform that decides.\noriginals/: what the merchant sealed, as it was "
    "received. custody.json: since when each is sealed, and whether that was before the claim; of one with gone_at the "
    "time was over, and only the hash is left. case.json: what is "
    "asked, with the listing at order time. answers.json: what the merchant said. record.json: what happened when. "
    "manifest.json: hashes, Merkle root, signature of this installation.\nFindings of the examination are not in here: "
    "they are for who decides, and no proof."
)
