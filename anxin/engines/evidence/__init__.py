"""Evidence: read the labels, find the re-use, show what derives from what, accuse nobody.

    report = examine("claim.jpg", references=["listing.jpg"], claimed_at=moment)
    report.to_json()

Everything returned is a finding with a code, facts and a strength; the engine never says that a picture is false, and
its attention says how early a person should look.
"""

from typing import TYPE_CHECKING

from anxin.engines import opening

if TYPE_CHECKING:
    from anxin.engines.evidence.capture.paper import make_code, read_paper_code
    from anxin.engines.evidence.capture.sessions import CaptureSession, Frame
    from anxin.engines.evidence.capture.verification import CaptureResult, verify_capture
    from anxin.engines.evidence.errors import (
        EvidenceError,
        WrongIndex,
        WrongLabel,
        WrongModel,
        WrongPicture,
        WrongSession,
        WrongTrustList,
    )
    from anxin.engines.evidence.examination import Opened, Params, examine, open_picture
    from anxin.engines.evidence.findings import Assertion, Finding, Hit, Label, Trace
    from anxin.engines.evidence.intake.limits import Limits
    from anxin.engines.evidence.intake.parent import Intake
    from anxin.engines.evidence.legibility import clarity
    from anxin.engines.evidence.propagation import Written, label
    from anxin.engines.evidence.references import Reference
    from anxin.engines.evidence.report import Report, View
    from anxin.engines.evidence.reuse.copies import CopyModel
    from anxin.engines.evidence.reuse.store import Entry, Index, Keys
    from anxin.engines.evidence.views.joint_comparison import compare_views

__all__ = [
    "Assertion",
    "CaptureResult",
    "CaptureSession",
    "CopyModel",
    "Entry",
    "EvidenceError",
    "Finding",
    "Frame",
    "Hit",
    "Index",
    "Intake",
    "Keys",
    "Label",
    "Limits",
    "Opened",
    "Params",
    "Reference",
    "Report",
    "Trace",
    "View",
    "Written",
    "WrongIndex",
    "WrongLabel",
    "WrongModel",
    "WrongPicture",
    "WrongSession",
    "WrongTrustList",
    "clarity",
    "compare_views",
    "examine",
    "label",
    "make_code",
    "open_picture",
    "read_paper_code",
    "verify_capture",
]

__getattr__ = opening(
    __name__,
    {
        "capture.paper": "make_code read_paper_code",
        "capture.sessions": "CaptureSession Frame",
        "capture.verification": "CaptureResult verify_capture",
        "legibility": "clarity",
        "errors": "EvidenceError WrongIndex WrongLabel WrongModel WrongPicture WrongSession WrongTrustList",
        "examination": "Opened Params examine open_picture",
        "findings": "Assertion Finding Hit Label Trace",
        "intake.limits": "Limits",
        "intake.parent": "Intake",
        "propagation": "Written label",
        "references": "Reference",
        "report": "Report View",
        "reuse.copies": "CopyModel",
        "reuse.store": "Entry Index Keys",
        "views.joint_comparison": "compare_views",
    },
)
