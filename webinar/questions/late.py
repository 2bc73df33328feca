"""Answers typed before a question froze that came afterwards: told, never lost in silence."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext

from webinar.core.forms import BaseForm
from webinar.questions.words import value_words


class Frozen(BaseForm):
    """A form some of whose questions are frozen: pages show no field for them."""

    #: `asking.Asked`, and the field that it had before
    frozen: Sequence[tuple[Any, Any]]

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        super().process(formdata, *args, **kwargs)
        self.sent = self.meta.wrap_formdata(self, formdata)

    def validate(self, extra_validators: Any = None) -> bool:
        """An older page sent another answer: its words come back with the sentence."""
        is_right = super().validate(extra_validators)
        late = [words for one in self.frozen if (words := self._late(*one))]
        self.form_errors.extend(late)
        return is_right and not late

    def _late(self, one: Any, unbound: Any) -> str:
        if self.sent is None or one.name not in self.sent:
            return ""
        before = type("Before", (BaseForm,), {one.name: unbound})(formdata=self.sent)
        field = before[one.name]
        value = field.data.isoformat() if isinstance(field.data, date) else field.data
        typed = value_words(one.question, value)
        if field.process_errors:
            typed = " ".join(map(str, field.raw_data))
        if typed == one.words:
            return ""
        return gettext(
            "“%(label)s” cannot be changed any more, so this was not taken: %(words)s",
            label=one.question.label,
            words=typed or gettext("No answer"),
        )
