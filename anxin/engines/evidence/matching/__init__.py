"""Local features of pictures, and how one picture lies in another."""

from anxin.engines.evidence.matching.features import Features, extract, mirrored
from anxin.engines.evidence.matching.registration import Registration, register

__all__ = ["Features", "Registration", "extract", "mirrored", "register"]
