"""Write a resolution as the JSON of the contract, fast: what depends on the division alone is written once."""

from json.encoder import encode_basestring as quoted

from anxin.engines.address.contact import Contact
from anxin.engines.address.resolution import WORDS, Resolution
from anxin.engines.address.table import Table

_NOWHERE = ('"code":"","county_code":"","province":"","city":"","county":"","town":""', '"lng":null,"lat":null')


class Encoder:
    """Encodes resolutions of one table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._parts: dict[int, tuple[str, str]] = {}

    def line(self, found: Resolution, contact: Contact | None = None) -> str:
        """Encode one resolution as one JSON object without a line break."""
        node, marks = found.node, found.marks
        parts = self._parts.get(node)
        if parts is None:
            parts = self._parts[node] = self._fixed(found)
        text = found.text
        if len(marks) == 3:
            level, start, end = marks
            spans = f'{{"level":"{WORDS[level]}","start":{start},"end":{end}}}'
        else:
            spans = ",".join(
                [
                    f'{{"level":"{WORDS[marks[i]]}","start":{marks[i + 1]},"end":{marks[i + 2]}}}'
                    for i in range(0, len(marks), 3)
                ]
            )
        notes = ",".join([quoted(note) for note in found.notes]) if found.notes else ""
        return (
            f'{{"input":{quoted(text)},{parts[0]},"detail":{quoted(found.detail)},{parts[1]},'
            f'"confidence":{found.confidence},"spans":[{spans}],"alternatives":[{_alternatives(found)}],'
            f'"notes":[{notes}]{_contact(contact)}}}'
        )

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
        return (
            f'"code":"{found.code}","county_code":"{found.county_code}",{names}',
            f'{spot},"datum":"WGS-84","precision":"{found.precision}","radius_m":{found.radius_m}',
        )


def _alternatives(found: Resolution) -> str:
    if not found.alternatives:
        return ""
    return ",".join(
        f'{{"code":"{other.code}","name":"{other.name}","confidence":{other.confidence}}}'
        for other in found.alternatives
    )


def _contact(contact: Contact | None) -> str:
    if contact is None:
        return ""
    phones = ",".join(
        f'{{"number":"{phone.number}","kind":"{phone.kind}","extension":"{phone.extension}"}}'
        for phone in contact.phones
    )
    return f',"name":{quoted(contact.name)},"phones":[{phones}]'
