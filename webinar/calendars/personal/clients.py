"""Which program fetches a calendar, by what it calls itself. Only for the person who owns it."""

from flask_babel import gettext

from webinar.accounts.devices import device_words

#: part of the User-Agent header -> name; the first that fits
_PROGRAMS = {
    "google-calendar": "Google Calendar",
    "googlebot": "Google",
    "microsoft.exchange": "Outlook (Microsoft 365)",
    "outlook-ios": "Outlook",
    "outlook": "Outlook",
    "microsoft office": "Outlook",
    "thunderbird": "Thunderbird",
    "dataaccessd": "Apple Calendar",
    "calendaragent": "Apple Calendar",
    "accountsd": "Apple Calendar",
    "ical/": "Apple Calendar",
    "icsx5": "ICSx5",
    "davx5": "DAVx5",
    "vdirsyncer": "vdirsyncer",
    "khal": "khal",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "evolution": "Evolution",
    "gnome-calendar": "GNOME Calendar",
    "kio": "KOrganizer",
    "akonadi": "KOrganizer",
    "fastmail": "Fastmail",
    "proton": "Proton Calendar",
    "yahoo": "Yahoo Calendar",
    "caldav": "CalDAV",
    "curl/": "curl",
    "wget/": "Wget",
}


def client_of(user_agent: str) -> str:
    """A name of this list, or a browser's; "" for a program that nobody here knows."""
    plain = user_agent[:500].lower()
    for part, name in _PROGRAMS.items():
        if part in plain:
            return name
    return device_words(user_agent[:500])


def client_words(client: str) -> str:
    return client or gettext("Another program")
