"""The foundation's own tables: importing this makes them part of the metadata."""

from webinar.core.files import StoredFile
from webinar.core.jobs import Job
from webinar.core.journal import JournalEntry
from webinar.core.limits import LimitBucket
from webinar.core.links import PersonalLink
from webinar.core.mail import OutgoingMail
from webinar.core.revisions import RevisionCounter
from webinar.core.search import SearchDocument
from webinar.core.slugs import FormerSlug

TABLES = (
    FormerSlug,
    Job,
    JournalEntry,
    LimitBucket,
    OutgoingMail,
    PersonalLink,
    RevisionCounter,
    SearchDocument,
    StoredFile,
)
