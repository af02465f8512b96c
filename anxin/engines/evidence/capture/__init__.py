"""Capture in our own page: was the challenge answered? And a code on paper, for pictures sent through chat apps."""

from anxin.engines.evidence.capture.paper import PaperReading, make_code, read_paper_code
from anxin.engines.evidence.capture.sessions import CaptureSession, Frame, load_session
from anxin.engines.evidence.capture.verification import CaptureResult, Check, verify_capture

__all__ = [
    "CaptureResult",
    "CaptureSession",
    "Check",
    "Frame",
    "PaperReading",
    "load_session",
    "make_code",
    "read_paper_code",
    "verify_capture",
]
