"""What people wrote to us; identifiers are internal row numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CommentWritten:
    """Somebody commented; it may still wait for approval."""

    comment_id: int


@dataclass(frozen=True)
class CommentChanged:
    """Approved, refused, confirmed, deleted or restored: what readers see may differ."""

    comment_id: int


@dataclass(frozen=True)
class MessageWritten:
    """A visitor wrote to the organizers."""

    message_id: int
