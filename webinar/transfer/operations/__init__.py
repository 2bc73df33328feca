"""Every write of an import: a file taken in, its programme carried out, or refused."""

from webinar.transfer.operations.files import ask_for_import, begin_import, refuse_import
from webinar.transfer.operations.importing import import_programme

__all__ = ["ask_for_import", "begin_import", "import_programme", "refuse_import"]
