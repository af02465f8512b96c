"""What can be asked of publications: texts with their editions, the page of a city with its own, which there are."""

from anxin.domain.publications.queries.acknowledgements import (
    Acknowledgement,
    acknowledgements,
    notice,
    notice_situation,
    owed,
    versions,
)
from anxin.domain.publications.queries.cities import (
    City,
    County,
    Edition,
    NotMadeThere,
    city,
    editions_of,
    facts_everywhere,
    listed,
)
from anxin.domain.publications.queries.guides import Guide, brands_for, guided_brand, guides, guides_of, shows
from anxin.domain.publications.queries.histories import (
    KINDS_OF_PAGES,
    OF_A_BRAND,
    Page,
    PageChange,
    page_changes,
    page_edition,
    page_of,
    set_up_on,
)
from anxin.domain.publications.queries.outdated_texts import outdated_texts, redrawn
from anxin.domain.publications.queries.recipients import Naming, naming, recipients
from anxin.domain.publications.queries.retention import Retained, retention, swept
from anxin.domain.publications.queries.terms import Coming, coming
from anxin.domain.publications.queries.texts import (
    DocumentView,
    NoSuchText,
    TextView,
    beginning,
    consent_version,
    document,
    draft_of,
    drafted,
    edition,
    in_force,
    known_blanks,
    published,
    situation,
    template,
    texts_since,
    unpublished,
    view,
    view_of,
)
