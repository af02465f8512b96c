"""Sum up all assertions of a file to one label: the weightiest statement, and how far it can be relied on."""

from collections.abc import Sequence

from anxin.engines.evidence.findings import SAYS_ORDER, STRENGTH_ORDER, Assertion, Label, Says

NAMES_ONLY = {"editor", "camera"}


def summarise(assertions: Sequence[Assertion]) -> Label:
    """Sum assertions up.

    `found` speaks of labels (TC260, C2PA, IPTC, generator chunks, visible marks); an editor's or camera's name in a
    field says something about the file, but isn't a label, so it alone leaves `found` false and `says` edited.
    """
    speaking = [assertion for assertion in assertions if assertion.says != "none"]
    labels = [assertion for assertion in assertions if assertion.kind not in NAMES_ONLY]
    if not assertions:
        return Label(False, "none", None, (), "", ())
    says: Says = min((assertion.says for assertion in speaking), key=SAYS_ORDER.index, default="none")
    same = [assertion for assertion in assertions if assertion.says == says]
    strength = min((assertion.strength for assertion in same), key=STRENGTH_ORDER.index)
    loudest = sorted(same, key=lambda assertion: (STRENGTH_ORDER.index(assertion.strength), not assertion.producer))
    producer = next((assertion.producer for assertion in loudest if assertion.producer), "")
    producer = producer or next((assertion.producer for assertion in assertions if assertion.producer), "")
    kinds = tuple(sorted({assertion.kind for assertion in assertions}))
    return Label(bool(labels), says, strength, kinds, producer, tuple(assertions))
