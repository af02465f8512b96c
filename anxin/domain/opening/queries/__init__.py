"""What can be asked about the opening: is it empty, what is done, what stands in the way, is a brand open."""

from anxin.domain.opening.queries.checking import checks, house_checks
from anxin.domain.opening.queries.finding import (
    CodeOver,
    Errands,
    backup_due,
    errand,
    errands,
    is_empty,
    is_open,
    latest_backup,
    living_code,
    mail_of,
    mail_server,
    opening_of,
    server_url,
)
from anxin.domain.opening.queries.saying import missing, says
from anxin.domain.opening.queries.situating import (
    BrandView,
    brand,
    brand_situation,
    brands,
    errand_situation,
    house_situation,
)

__all__ = [
    "BrandView",
    "CodeOver",
    "Errands",
    "backup_due",
    "brand",
    "brand_situation",
    "brands",
    "checks",
    "errand",
    "errand_situation",
    "errands",
    "house_checks",
    "house_situation",
    "is_empty",
    "is_open",
    "latest_backup",
    "living_code",
    "mail_of",
    "mail_server",
    "missing",
    "opening_of",
    "says",
    "server_url",
]
