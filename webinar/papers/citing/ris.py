"""RIS, the tagged lines that reference managers import; UTF-8, CRLF."""

from webinar.papers.citing.works import Work

_TYPES = {"slides": "SLIDE"}


def ris(work: Work) -> str:
    """One record, from TY to ER."""
    event = work.event
    kind = _TYPES.get(work.kind) or ("CPAPER" if event is not None else "GEN")
    lines = [("TY", kind), ("TI", work.title)]
    lines += [("AU", creator.inverted) for creator in work.creators]
    lines += [
        ("PY", f"{work.issued:%Y}"),
        ("DA", f"{work.issued:%Y/%m/%d}"),
    ]
    if event is not None:
        lines += [("T2", event.title), ("CY", event.place)]
    lines += [
        ("PB", work.publisher),
        ("DO", work.doi),
        ("UR", work.url),
        ("L1", work.pdf),
        ("LA", work.language),
        ("N1", work.rights),
        ("AB", work.abstract),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in lines if value or tag == "ER")


def _line(text: str) -> str:
    return " ".join(text.split())
