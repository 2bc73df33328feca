"""Errors whose sentence is meant for the person in front of the screen.

The foundation knows no language of the reader, so an error carries its English sentence as a
template and the values to fill in. A view shows it with `gettext(error.message, **error.values)`;
`N_` marks the template for Babel's extraction and does nothing else.
"""


def N_(message: str) -> str:  # noqa: N802 - the name Babel looks for
    """Mark a sentence for translation (a default keyword of `pybabel extract`)."""
    return message


class PlainError(Exception):
    """An error with a sentence a person understands.

    `message` is the untranslated template with %(name)s places, `values` fills them;
    `str(error)` is the English sentence.
    """

    def __init__(self, message: str, **values: object) -> None:
        self.message = message
        self.values = values
        super().__init__(message % values if values else message)
