"""WTForms' own sentences in our plain words, for every validator that brings none of its own."""

from collections.abc import Callable

from flask_babel import get_domain, gettext


def ngettext(one: str, many: str, number: int) -> str:
    """The sentence for a number with its places open: WTForms fills them in."""
    return str(get_domain().get_translations().ungettext(one, many, number))


def _words(sentence: str) -> str | None:
    """Ours for a sentence of theirs; looked up when it is said, in the language of the page."""
    fill_in = gettext("Please fill this in.")
    choose_again = gettext("Choose one of the choices that are offered.")
    said = {
        "This field is required.": fill_in,
        "Field must be equal to %(other_name)s.": gettext("The two are not the same."),
        "Field must be between %(min)d and %(max)d characters long.": gettext(
            "Write between %(min)d and %(max)d characters; these are %(length)d."
        ),
        "Number must be at least %(min)s.": gettext("Write a number from %(min)s on."),
        "Number must be at most %(max)s.": gettext("Write a number up to %(max)s."),
        "Number must be between %(min)s and %(max)s.": gettext(
            "Write a number from %(min)s to %(max)s."
        ),
        "Date must be at least %(min)s.": gettext("Choose a day from %(min)s on."),
        "Date must be at most %(max)s.": gettext("Choose a day up to %(max)s."),
        "Date must be between %(min)s and %(max)s.": gettext(
            "Choose a day from %(min)s to %(max)s."
        ),
        "Invalid input.": gettext("This cannot be read. Look at the example and write it anew."),
        "Invalid email address.": gettext(
            "This does not look like a mail address. Write it like ada@example.org."
        ),
        "Invalid URL.": gettext("Write the whole address, beginning with https://."),
        "Invalid IP address.": gettext("Write an address of a computer, like 192.0.2.7."),
        "Invalid Mac address.": gettext("Write an address of a device, like 00:00:5e:00:53:01."),
        "Invalid UUID.": gettext("Open the page again and choose anew."),
        "Invalid value, must be one of: %(values)s.": gettext("Write one of these: %(values)s."),
        "Invalid value, can't be any of: %(values)s.": gettext(
            "Write something else than any of these: %(values)s."
        ),
        "This field cannot be edited.": gettext("This cannot be changed here."),
        "This field is disabled and cannot have a value.": gettext("This cannot be filled in now."),
        "Invalid Choice: could not coerce.": choose_again,
        "Not a valid choice.": choose_again,
        "Invalid choice(s): one or more data inputs could not be coerced.": choose_again,
        "Not a valid datetime value.": gettext(
            "This is not a date and time. Write it like 2026-05-31 14:00."
        ),
        "Not a valid date value.": gettext("This is not a day. Write it like 2026-05-31."),
        "Not a valid time value.": gettext("This is not a time. Write it like 14:00."),
        "Not a valid week value.": gettext("This is not a week. Write it like 2026-W22."),
        "Not a valid integer value.": gettext("Write a whole number in digits, like 15."),
        "Not a valid decimal value.": gettext("Write a number in digits, like 1.5."),
        "Not a valid float value.": gettext("Write a number in digits, like 1.5."),
    }
    return said.get(sentence)


#: their singular -> ours for a number; `length` is how many characters were typed
_COUNTED: dict[str, Callable[[int], str]] = {
    "Field must be at least %(min)d character long.": lambda n: ngettext(
        "Write at least %(min)d character.", "Write at least %(min)d characters.", n
    ),
    "Field cannot be longer than %(max)d character.": lambda n: ngettext(
        "At most %(max)d character fits here; these are %(length)d.",
        "At most %(max)d characters fit here; these are %(length)d.",
        n,
    ),
    "Field must be exactly %(max)d character long.": lambda n: ngettext(
        "Write exactly %(max)d character.", "Write exactly %(max)d characters.", n
    ),
    "'%(value)s' is not a valid choice for this field.": lambda n: ngettext(
        "“%(value)s” is not offered any more. Choose again.",
        "These are not offered any more: %(value)s. Choose again.",
        n,
    ),
}


class PlainWords:
    """What WTForms asks for words; a sentence it has never said before stays as it is."""

    def gettext(self, string: str) -> str:
        return _words(string) or string

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        ours = _COUNTED.get(singular)
        return ours(n) if ours else singular if n == 1 else plural
