"""Evidence as every face shows it: pictures by label, two of them side by side, what was seen, one axis of time.

A face mounts `serving.addresses("desk/claims/<str:number>/", STAFF)` among its own addresses, makes the evidence of a
claim's read model (`case_of(view, face="desk_claims", base=…)`) and hands it to `{% evidence_grid %}`,
`{% evidence_viewer %}`, `{% evidence_axis %}` (library `evidence`).
"""

from anxin.faces.ground.evidence.case import EvidenceCase, case_of
from anxin.faces.ground.evidence.findings import found_of
from anxin.faces.ground.evidence.timeaxis import TimeAxis, line_of
