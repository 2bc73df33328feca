"""What happens to papers; identifiers are internal row numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PaperChanged:
    """A paper was made, edited, published, taken back, deleted or restored."""

    paper_id: int


@dataclass(frozen=True)
class PaperSubmitted:
    """A version was handed in."""

    paper_id: int
    number: int


@dataclass(frozen=True)
class PaperPublished:
    """Readers see a version that they did not see before."""

    paper_id: int
