"""Sum all claims of a file up to one label: the weightiest statement, and how far it can be relied on."""

from collections.abc import Sequence

from anxin.engines.evidence.findings import SAYS_ORDER, STRENGTH_ORDER, Claim, Label, Says

NAMES_ONLY = {"editor", "camera"}


def summarise(claims: Sequence[Claim]) -> Label:
    """Sum claims up.

    `found` speaks of labels (TC260, C2PA, IPTC, generator chunks, visible marks); an editor's or camera's name in a
    field says something about the file, but isn't a label, so it alone leaves `found` false and `says` edited.
    """
    speaking = [claim for claim in claims if claim.says != "none"]
    labels = [claim for claim in claims if claim.kind not in NAMES_ONLY]
    if not claims:
        return Label(False, "none", None, (), "", ())
    says: Says = min((claim.says for claim in speaking), key=SAYS_ORDER.index, default="none")
    same = [claim for claim in claims if claim.says == says]
    strength = min((claim.strength for claim in same), key=STRENGTH_ORDER.index)
    loudest = sorted(same, key=lambda claim: (STRENGTH_ORDER.index(claim.strength), not claim.producer))
    producer = next((claim.producer for claim in loudest if claim.producer), "")
    producer = producer or next((claim.producer for claim in claims if claim.producer), "")
    kinds = tuple(sorted({claim.kind for claim in claims}))
    return Label(bool(labels), says, strength, kinds, producer, tuple(claims))
