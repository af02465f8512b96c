"""What is kept of the network: who works where for whom, and who vouches for it."""

from anxin.domain.network.models.genuineness import (
    Authorisation,
    BrandKey,
    Check,
    MistakenNumber,
    Report,
    ReportedNumber,
    Scan,
    Sighting,
    Takedown,
)
from anxin.domain.network.models.marks import MarkPicture
from anxin.domain.network.models.outlets import Closure, FormerPhone, Outlet, Territory
from anxin.domain.network.models.promises import PromiseProfile, Waiting
from anxin.domain.network.models.technicians import (
    Absence,
    BrandHours,
    Engagement,
    Leave,
    Placement,
    Shift,
    Skill,
    Swap,
    Technician,
)
