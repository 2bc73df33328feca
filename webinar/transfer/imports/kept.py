"""The programme in a file that waits to be imported."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from webinar.core import files
from webinar.core.plainerror import N_
from webinar.transfer.imports import csvtable, reading
from webinar.transfer.imports.csvtable import Table
from webinar.transfer.imports.options import Options
from webinar.transfer.imports.programme import Programme
from webinar.transfer.imports.words import BrokenFile
from webinar.transfer.models import Import

SWEPT = N_("This file was not kept any longer. Bring it again.")


@contextlib.contextmanager
def _opened(row: Import) -> Iterator[Path]:
    if row.file is None:
        raise BrokenFile(SWEPT)
    with files.storage().local(row.file.storage_name) as place:
        yield place


def programme_in(row: Import, options: Options) -> Programme:
    """Read anew. Raises BrokenFile."""
    with _opened(row) as place:
        return reading.read(place, row.form, columns=options.columns, order=options.order)


def table_in(row: Import, options: Options) -> Table:
    """The rows of a table as they stand there. Raises BrokenFile."""
    with _opened(row) as place:
        return csvtable.table_of(place.read_bytes(), options.columns)
