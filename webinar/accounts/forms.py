"""Forms of accounts. E-mail addresses are compared in lower case."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from webinar.accounts import passwords
from webinar.accounts.words import ROLE_WORDS, SUBJECT_WORDS
from webinar.core.forms import BaseForm, ChoicesField, CleanString, MailField
from webinar.organization.queries import site


class AccountMailField(MailField):
    """A mail address, in lower case."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = (self.data or "").casefold()


def _mail_rules() -> list[Any]:
    return [
        DataRequired(_("Write your mail address.")),
        Length(max=254),
    ]


def _name_rules() -> list[Any]:
    return [DataRequired(_("Write the name that others see.")), Length(max=120)]


class NewPassword(PasswordField):
    """A password somebody chooses; judged by length, not by the kinds of its characters."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        rules = [
            DataRequired(_("Choose a password.")),
            Length(
                min=passwords.SHORTEST,
                message=_("Choose at least %(min)d characters; several words are easy to keep."),
            ),
            Length(max=passwords.LONGEST, message=_("Choose at most %(max)d characters.")),
        ]
        super().__init__(label, rules, **kwargs)


class SignInForm(BaseForm):
    version = None
    email = AccountMailField(_("Mail address"), [DataRequired(_("Write your mail address."))])
    password = PasswordField(_("Password"), [DataRequired(_("Write your password."))])
    next = HiddenField()


class PasskeyForm(BaseForm):
    """What the browser answers for a passkey, to which question, and where to go on."""

    version = None
    passkey = HiddenField()
    question = HiddenField()
    next = HiddenField()


class SecondStepForm(PasskeyForm):
    """The second factor: a code, or a passkey's answer."""

    code = CleanString(_("Code"))

    def validate_code(self, field: CleanString) -> None:
        if not field.data and not self.passkey.data:
            raise ValidationError(_("Write the code that your app shows, or a recovery code."))


class ProveForm(PasskeyForm):
    """Password or passkey once more."""

    password = PasswordField(_("Password"))


class AppForm(BaseForm):
    """Setting up an authenticator app."""

    version = None
    secret = HiddenField()
    code = CleanString(
        _("Code that the app shows now"), [DataRequired(_("Write the six digits of the app."))]
    )


class NewPasskeyForm(PasskeyForm):
    name = CleanString(
        _("Name of the passkey"),
        [DataRequired(_("Name it, to know it again among others.")), Length(max=60)],
    )


class AddressForm(BaseForm):
    version = None
    email = AccountMailField(_("New mail address"), _mail_rules())


class NewPasswordForm(BaseForm):
    """The page of a link for another password."""

    version = None
    password = NewPassword(_("Password"))

    #: what a stranger may know of the person who chooses
    known_email, known_name = "", ""

    def validate_password(self, field: PasswordField) -> None:
        """Refuse what is tried first: common passwords, and words known of person and site."""
        if not field.data:
            return
        if passwords.is_common(field.data):
            raise ValidationError(
                _("Many people use this password, so it is tried first. Choose another one.")
            )
        email = self.email.data if "email" in self else self.known_email
        name = self.name.data if "name" in self else self.known_name
        known = ["webinar", "webinars", "password", site().name, name or "", email or ""]
        if passwords.is_made_of(field.data, known):
            raise ValidationError(
                _(
                    "Your name, your address and the name of this site are tried first."
                    " Choose other words."
                )
            )
        if passwords.is_one_of_our_names(field.data, known):
            raise ValidationError(
                _("This is the name of a webinar here, so it is tried first. Choose other words.")
            )


class NewPersonForm(NewPasswordForm):
    """The page of an invitation."""

    name = CleanString(_("Your name"), _name_rules())


class FirstOrganizerForm(NewPersonForm):
    """The page of the first link."""

    email = AccountMailField(_("Mail address"), _mail_rules())


class RolesForm(BaseForm):
    version = None
    roles = ChoicesField(
        _("Roles"),
        choices=[SelectChoice(role, words) for role, words in ROLE_WORDS.items()],
    )

    def validate_roles(self, field: ChoicesField) -> None:
        if not field.data:
            raise ValidationError(_("Choose at least one role."))


class InviteForm(RolesForm):
    email = AccountMailField(_("Mail address"), _mail_rules())


class ProfileForm(BaseForm):
    name = CleanString(_("Your name"), _name_rules())
    told_about = ChoicesField(
        _("Tell me by mail about"),
        choices=[SelectChoice(subject, words) for subject, words in SUBJECT_WORDS.items()],
    )


class PasswordForm(NewPasswordForm):
    current = PasswordField(_("Present password"), [DataRequired(_("Write it to go on."))])
    password = NewPassword(_("New password"))
