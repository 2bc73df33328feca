"""A file that somebody sends: written to disk as it arrives, judged by the one gate, scanned."""

from dataclasses import replace
from pathlib import Path

from webinar.core import files, scanner
from webinar.core.filetypes import Accepted, Refused, inspect_upload
from webinar.core.plainerror import N_
from webinar.core.receiving import Readable, receive
from webinar.core.scanner import Verdict
from webinar.core.uploadrule import UploadRule

INFECTED = N_(
    "A virus was found in this file, so nobody can open it here. Check your computer, then hand in"
    " the document from a clean one."
)


def take(stream: Readable, filename: str, rule: UploadRule) -> tuple[Path, Accepted]:
    """Stream an upload to disk and judge it. Raises Refused; nothing is left behind then.

    One that the virus scanner could not be asked about is taken, and waits to be looked at.
    """
    received = receive(stream, files.incoming_folder(), rule.most_bytes)
    try:
        accepted = inspect_upload(received.path, filename, rule.kinds, rule.most_bytes)
        verdict = scanner.look(received.path)
        if verdict is Verdict.INFECTED:
            raise Refused(INFECTED)
        return received.path, replace(accepted, scan=verdict.value)
    except BaseException:
        received.path.unlink(missing_ok=True)
        raise
