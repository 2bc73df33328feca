"""Two people at once: what a form shows after somebody else has saved first (409)."""

from collections.abc import Mapping

from wtforms import Field, SelectField

from webinar.core.forms import BaseForm


def compare_with(
    form: BaseForm, saved: Mapping[str, str], version: int
) -> list[tuple[str, str, str]]:
    """Label, typed text and saved text of each field that differs, for `conflict()`.

    `saved` holds the row's present texts by field name. The form keeps what was typed and
    takes over the row's version: saving once more is a decision made in sight of both.
    """
    rows = []
    for name, theirs in saved.items():
        field = form[name]
        yours = field.data
        typed = field._value() if hasattr(field, "_value") else "" if yours is None else str(yours)
        if typed != theirs:
            rows.append((str(field.label.text), _shown(field, typed), _shown(field, theirs)))
    form.version.data = str(version)
    form.version.raw_data = None
    return rows


def _shown(field: Field, value: str) -> str:
    """Of a choice its words."""
    if not isinstance(field, SelectField) or not value:
        return value
    words = {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}
    return words.get(value, value)
