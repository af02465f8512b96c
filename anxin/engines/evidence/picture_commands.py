"""`anxin evidence examine`, `label`, `clarity`, `capture` and `paper`."""

import argparse
import io

from PIL import Image

from anxin.engines.evidence import options, propagation, sheets
from anxin.engines.evidence.capture import sessions, verification
from anxin.engines.evidence.capture.paper import read_paper_code
from anxin.engines.evidence.examination import Opened, Params, open_picture
from anxin.engines.evidence.examination import examine as examine_one
from anxin.engines.evidence.findings import plain
from anxin.engines.evidence.index_commands import copies_of, keys_of, progress
from anxin.engines.evidence.report import Report, View
from anxin.engines.evidence.reuse.store import Index
from anxin.engines.evidence.views.joint_comparison import apply_views, compare_opened


def examine(asked: argparse.Namespace) -> int:
    """Examine pictures, one JSON line each; with `--together`, as views of one thing."""
    references = [options.reference(text) for text in asked.reference]
    claimed = options.moment(asked.claimed, "--claimed", late=False) if asked.claimed else None
    region = options.region(asked.region) if asked.region else None
    _check(asked)
    index, copies = Index(asked.index) if asked.index else None, copies_of(asked)
    params, known = Params(ocr=not asked.no_ocr, trust_list=asked.trust_list), dict[str, Opened]()
    reports: list[Report] = []
    views: dict[int, list[View]] = {}
    opened = (open_picture(path, trust_list=asked.trust_list) for path in asked.pictures)
    pictures = list(opened) if asked.together else []
    if asked.together:
        views = compare_opened(pictures, region=region)
    for number, path in enumerate(asked.pictures):
        subject = pictures[number] if pictures else open_picture(path, trust_list=asked.trust_list)
        report = examine_one(
            subject,
            references=references,
            index=index,
            claimed_at=claimed,
            keys=keys_of(asked),
            params=params,
            opened=known,
            copies=copies,
        )
        if asked.together:
            apply_views(report, views.get(number, []))
        options.write_line(report.to_json(timing=asked.timing))
        if asked.heatmap and number == 0:
            _heatmap(report, asked.heatmap)
        if not asked.html:
            report.heat = report.picture = None
        reports.append(report)
        progress(number + 1, len(asked.pictures))
    if asked.html:
        options.write_whole(asked.html, sheets.sheet(reports).encode())
    if index is not None:
        index.close()
    return 0


def _check(asked: argparse.Namespace) -> None:
    """Refuse options that don't go together, before anything is read."""
    if asked.region and not asked.together:
        raise options.WrongOption("anxin evidence: --region: expected --together with it, got it alone")
    if asked.together and len(asked.pictures) < 2:
        raise options.WrongOption(
            f"anxin evidence: --together: expected two or more pictures, got {len(asked.pictures)}"
        )
    if asked.trust_list:
        options.readable(asked.trust_list, "--trust-list")
    for name in ("heatmap", "html"):
        if getattr(asked, name):
            options.writable(getattr(asked, name), f"--{name}")


def _heatmap(report: Report, path: str) -> None:
    """Write the heat map; where the same shot doesn't hold there is none, and the picture stays grey."""
    picture = report.heat if report.heat is not None else report.picture
    if picture is None:
        picture_image = Image.new("L", (1, 1))
    elif report.heat is None:
        picture_image = Image.fromarray(picture).convert("L")
    else:
        picture_image = Image.fromarray(picture)
    stream = io.BytesIO()
    picture_image.save(stream, "PNG")
    options.write_whole(path, stream.getvalue())


def mark(asked: argparse.Namespace) -> int:
    """Write the propagation label into a copy."""
    options.writable(asked.output, "--output")
    written = propagation.label(
        asked.picture, says=asked.says, propagator=asked.propagator, propagate_id=asked.propagate_id
    )
    options.write_whole(asked.output, written.data)
    options.write_line(
        {"path": asked.picture, "output": asked.output, "says": asked.says, "notes": list(written.notes)}
    )
    return 0


def clear(asked: argparse.Namespace) -> int:
    """Return how clear pictures are."""
    for path in asked.pictures:
        taken = open_picture(path).taken
        options.write_line({"path": path, "clarity": plain(taken.clarity), "findings": plain(taken.findings)})
    return 0


def capture(asked: argparse.Namespace) -> int:
    """Check the record of a capture session."""
    result = verification.verify_capture(sessions.load_session(asked.session))
    options.write_line(plain(result))
    return 0


def paper(asked: argparse.Namespace) -> int:
    """Read the code on paper beside the thing."""
    for path in asked.pictures:
        opened = open_picture(path)
        reading = read_paper_code(opened.taken.work, expected=asked.expect)
        options.write_line({"path": path, "paper": plain(reading), "findings": plain(opened.taken.findings)})
    return 0
