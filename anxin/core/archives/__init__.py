"""Archives: facts of cases whose term was over long ago, in files of their own; each chain still verifies whole.

An archive is a file like all others: sealed with a key of its own, named by what it holds, in the folder or the store,
taken along by backup, restore and move. Unsealed it is gzip over lines of JSON, one a stream (`lines`). What was moved
stands in a row a stream (`ArchivedStream`), and on the chain itself as a fact.
"""

from anxin.core.archives.contents import ArchiveDiffers, counts, entries_of, line_of_stream, lines, lines_of, streams
from anxin.core.archives.models import Archive, ArchivedStream
from anxin.core.archives.moves import archive, lay, move, read_back
from anxin.core.archives.packing import Packed, PackedLine, pack, stays
from anxin.core.archives.runs import ArchiveRun, carry
