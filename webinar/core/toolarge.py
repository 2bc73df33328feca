"""What somebody typed beside files that are too large: read out of the request and given back."""

from typing import Any

from flask import Request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

_CHUNK = 256 * 1024
#: words kept at most, in bytes and in fields: as much as an ordinary form may have
_MOST_WORDS, _MOST_FIELDS = 2 * 1024 * 1024, 600
#: bytes that are read past, so that fields behind the files are found and the browser is heard out
_MOST_READ = 400 * 1024 * 1024


def typed_words(request: Request) -> MultiDict[str, str]:
    """The fields of a multipart body that nobody has read; its files are read past, not kept.

    Of a body that is larger than 400 MB or broken, the fields found before that.
    """
    found: MultiDict[str, str] = MultiDict()
    boundary = request.mimetype_params.get("boundary", "")
    if request.mimetype != "multipart/form-data" or not boundary:
        return found
    decoder = MultipartDecoder(
        boundary.encode("latin-1", "replace"), _MOST_WORDS, max_parts=_MOST_FIELDS
    )
    try:
        _read(request.environ["wsgi.input"], request.content_length or 0, decoder, found)
    except (RequestEntityTooLarge, ValueError, OSError):
        # Half of the words are better than none.
        return found
    return found


def _read(stream: Any, length: int, decoder: MultipartDecoder, found: MultiDict[str, str]) -> None:
    left = min(length, _MOST_READ)
    name, words = "", 0
    parts: list[bytes] = []
    while True:
        event = decoder.next_event()
        if isinstance(event, NeedData):
            chunk = stream.read(min(_CHUNK, left)) if left else b""
            if not chunk:
                return
            left -= len(chunk)
            decoder.receive_data(chunk)
        elif isinstance(event, Field | File):
            name, parts = (event.name if isinstance(event, Field) else ""), []
        elif isinstance(event, Data) and name:
            words += len(event.data)
            if words > _MOST_WORDS:
                return
            parts.append(event.data)
            if not event.more_data:
                found.add(name, b"".join(parts).decode("utf-8", "replace").replace("\0", ""))
        elif isinstance(event, Epilogue):
            return
