"""What happens to news and standing pages; identifiers are internal row numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PostChanged:
    """Any change: written, edited, published, withdrawn, deleted, restored."""

    post_id: int


@dataclass(frozen=True)
class PageChanged:
    """Any change: written, edited, published, withdrawn, deleted, restored."""

    page_id: int
