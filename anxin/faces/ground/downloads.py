"""Bytes that leave the house: the one place a picture, video or dossier is streamed from; a test finds every caller."""

from typing import IO

from django.http import FileResponse, StreamingHttpResponse

from anxin.core import files
from anxin.core.files import SealedFile

DAY_S = 24 * 3600
INLINE = ("image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4")


def file(file: SealedFile, name: str, *, keep: bool = True) -> StreamingHttpResponse:
    """Stream a file, to be kept a day by this reader's own browser; an original is kept nowhere."""
    answer = StreamingHttpResponse(files.open_(file), content_type=file.kind)
    answer["Content-Length"] = str(file.size)
    how = "inline" if file.kind in INLINE else "attachment"
    answer["Content-Disposition"] = f'{how}; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = f"private, max-age={DAY_S}" if keep else "no-store"
    return answer


def pack(content: IO[bytes], number: str) -> FileResponse:
    """Stream a dossier or an answer pack of a case, which is kept nowhere on the way."""
    answer = FileResponse(content, as_attachment=True, filename=f"{number}.zip", content_type="application/zip")
    answer["Cache-Control"] = "no-store"
    return answer
