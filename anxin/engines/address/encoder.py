"""Write a resolution as the JSON of the contract, fast: what depends on the division alone is written once."""

from json.encoder import encode_basestring as quoted

from anxin.engines.address.contact import Contact
from anxin.engines.address.resolution import WORDS, Resolution
from anxin.engines.address.table import Table

MOST_SPANS = 20_000
_NOWHERE = ('"code":"","county_code":"","province":"","city":"","county":"","town":""', '"lng":null,"lat":null')


class Encoder:
    """Encodes resolutions of one table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._parts: dict[int, tuple[str, str]] = {}
        self._spans: dict[tuple[int, ...], str] = {}

    def line(self, found: Resolution, contact: Contact | None = None) -> str:
        """Encode one resolution as one JSON object without a line break."""
        node, marks = found.node, found.marks
        parts = self._parts.get(node) or self._fixed(found)
        spans = self._spans.get(marks)
        if spans is None:
            spans = self._spelled(found)
        notes = ",".join([quoted(note) for note in found.notes]) if found.notes else ""
        others = _alternatives(found) if found.alternatives else ""
        who = _contact(contact) if contact else ""
        return (
            f'{{"input":{quoted(found.text)},{parts[0]},"detail":{quoted(found.detail)},{parts[1]},'
            f'"confidence":{found.confidence},"spans":[{spans}],"alternatives":[{others}],"notes":[{notes}]{who}}}'
        )

    def _spelled(self, found: Resolution) -> str:
        """Write the spans; few different ones come again and again."""
        marks = found.marks
        spans = ",".join(
            [
                f'{{"level":"{WORDS[marks[i]]}","start":{marks[i + 1]},"end":{marks[i + 2]}}}'
                for i in range(0, len(marks), 3)
            ]
        )
        if len(self._spans) >= MOST_SPANS:
            self._spans.clear()
        self._spans[marks] = spans
        return spans

    def refusal(self, text: str, note: str, contact: bool) -> str:
        """Encode the answer to a line that can't be read."""
        tail = ',"name":"","phones":[]' if contact else ""
        return (
            f'{{"input":{quoted(text)},{_NOWHERE[0]},"detail":"",{_NOWHERE[1]},"datum":"WGS-84","precision":"none",'
            f'"radius_m":0,"confidence":0.0,"spans":[],"alternatives":[],"notes":[{quoted(note)}]{tail}}}'
        )

    def _fixed(self, found: Resolution) -> tuple[str, str]:
        names = f'"province":"{found.province}","city":"{found.city}","county":"{found.county}","town":"{found.town}"'
        point = found.point
        spot = f'"lng":{point.lng},"lat":{point.lat}' if point else _NOWHERE[1]
        parts = self._parts[found.node] = (
            f'"code":"{found.code}","county_code":"{found.county_code}",{names}',
            f'{spot},"datum":"WGS-84","precision":"{found.precision}","radius_m":{found.radius_m}',
        )
        return parts


def _alternatives(found: Resolution) -> str:
    return ",".join(
        f'{{"code":"{other.code}","name":"{other.name}","confidence":{other.confidence}}}'
        for other in found.alternatives
    )


def _contact(contact: Contact) -> str:
    phones = ",".join(
        f'{{"number":"{phone.number}","kind":"{phone.kind}","extension":"{phone.extension}"}}'
        for phone in contact.phones
    )
    return f',"name":{quoted(contact.name)},"phones":[{phones}]'
