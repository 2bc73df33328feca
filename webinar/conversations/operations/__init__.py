"""Every change of comments and of contact messages."""

from webinar.conversations.operations.comments import (
    CannotComment,
    approve_comments,
    confirm_comment,
    delete_comments,
    put_back_comments,
    refuse_comments,
    restore_comments,
    withdraw_comment,
    write_comment,
)
from webinar.conversations.operations.messages import (
    NoSuchMessage,
    answer_message,
    close_message,
    delete_message,
    renew_message,
    reopen_message,
    restore_message,
    write_message,
)

__all__ = [
    "CannotComment",
    "NoSuchMessage",
    "answer_message",
    "approve_comments",
    "close_message",
    "confirm_comment",
    "delete_comments",
    "delete_message",
    "put_back_comments",
    "refuse_comments",
    "renew_message",
    "reopen_message",
    "restore_comments",
    "restore_message",
    "withdraw_comment",
    "write_comment",
    "write_message",
]
