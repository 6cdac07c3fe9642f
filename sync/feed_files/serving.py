"""Gives a published file to whoever knows its address, piece by piece, and notes that it was fetched."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from sync.feed_files import taken
from sync.feed_files.kinds import files_of
from sync.feed_files.rendering import path_of
from sync.models import Publication

PIECE = 64 * 1024


@require_safe
def feed(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """The file as it was rendered last. A wrong address and a file that is not there look the same."""
    found = Publication.objects.select_related("connection__marketplace", "connection__store").filter(token=token)
    row = found.exclude(connection__status="disconnected").first()
    files = files_of(row.connection) if row else None
    if row is None or files is None or name not in files.files(row.connection.settings):
        raise Http404
    path = path_of(row.connection, name)
    if not path.exists():
        raise Http404
    return _answer(request, row, path, files.content_type)


def _answer(request: HttpRequest, row: Publication, path: Path, content_type: str) -> HttpResponseBase:
    file = path.open("rb")  # held from here on: who renders meanwhile replaces the name, not what is being read
    about = os.fstat(file.fileno())
    tag, age = f'"{about.st_mtime_ns:x}-{about.st_size:x}"', about.st_mtime_ns // 1_000_000_000
    known = get_conditional_response(request, etag=tag, last_modified=age)
    if known is not None or request.method == "HEAD":
        file.close()
    answer: HttpResponseBase
    if known is not None:
        answer = known
        if isinstance(known, HttpResponseNotModified):
            note(row, path.name, about.st_mtime_ns)
    elif request.method == "HEAD":
        answer = HttpResponse(content_type=content_type)
    else:
        answer = StreamingHttpResponse(_pieces(row, path.name, file, about.st_mtime_ns), content_type=content_type)
    if known is None:
        answer["Content-Length"] = str(about.st_size)
    answer["ETag"], answer["Last-Modified"] = tag, http_date(age)
    answer["Cache-Control"], answer["X-Robots-Tag"] = "no-cache", "noindex"
    return answer


def _pieces(row: Publication, name: str, file: BinaryIO, age: int) -> Iterator[bytes]:
    """Whoever hangs up in the middle has not fetched it."""
    with file:
        while piece := file.read(PIECE):
            yield piece
    note(row, name, age)


def note(row: Publication, name: str, age: int) -> None:
    """Somebody has the whole file, and with it all that was kept for it."""
    until = datetime.fromtimestamp(age // 1_000_000_000, UTC).replace(microsecond=age // 1000 % 1_000_000)
    Publication.objects.filter(pk=row.pk).update(fetched_at=timezone.now(), fetched_name=name)
    taken.mark(row.connection, until=until)
