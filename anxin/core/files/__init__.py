"""Files: sealed one by one, named by what they hold, kept before their row says so.

`receive` reads a stream of known length, tells its kind by its content, seals it with a key of its own and
fsyncs file and folder (or puts it into a store that speaks S3, and reads it back); only then the row is written. A row
without bytes can't be; bytes without a row are swept. Pictures are shown as a copy decoded in a bounded child and
encoded anew.
"""

from anxin.core.file_kinds import DOCUMENTS, PICTURES, VIDEOS
from anxin.core.files.intake import (
    Emptied,
    Incomplete,
    LengthRequired,
    TooLarge,
    WrongKind,
    check_kind,
    check_longest,
    check_size,
    destroy,
    empty,
    find,
    holding,
    kept,
    open_,
    receive,
)
from anxin.core.files.models import SealedFile
from anxin.core.files.references import (
    COLUMNS,
    KEYS,
    HashColumn,
    Weighed,
    declare_hash,
    declare_key,
    foreign_keys,
    in_use,
    leave,
    release,
    settled_before,
    weigh,
)
from anxin.core.files.store import Lost, NoSpace, ReadOnly
from anxin.core.files.sweeper import changed, folder_of, is_whole, missing, sweep
