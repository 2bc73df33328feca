"""What a form takes as files: one rule for server, page and browser."""

from dataclasses import dataclass

from webinar.core.filetypes import TYPES, wanted


@dataclass(frozen=True)
class UploadRule:
    """Kinds of `TYPES` and limits; sizes in bytes, 0 where nothing but the kind counts."""

    kinds: frozenset[str]
    #: of one file
    most_bytes: int
    #: files of one sending, and their bytes together
    most_files: int = 1
    most_together: int = 0

    @property
    def endings(self) -> list[str]:
        """`.pdf`, `.docx`, …, in the order of the table."""
        return [end for kind in TYPES if kind in self.kinds for end in TYPES[kind][0]]

    @property
    def media_types(self) -> list[str]:
        """What browsers call such a file; a picture needs no ending in its name."""
        return [TYPES[kind][1] for kind in TYPES if kind in self.kinds]

    @property
    def kind_words(self) -> str:
        """The kinds by name: "PDF, DOCX, ODT"."""
        return wanted(self.kinds)
