"""What checklists do when webinars change; `wiring.py` connects it."""

from webinar.checklists.operations import copy_checklist
from webinar.core.journal import SYSTEM
from webinar.webinars.announcements import WebinarCopied


def take_checklist_along(happened: WebinarCopied) -> None:
    """The same is needed of those who speak in the copy, as long before it begins."""
    copy_checklist(original_id=happened.original_id, webinar_id=happened.webinar_id, by=SYSTEM)
