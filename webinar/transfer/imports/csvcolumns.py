"""What the columns of a table are called."""

import re

from webinar.core.text import fold
from webinar.transfer.imports import ownlists

#: what a column can be, with the names (folded, without "event" and "session") that say so
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title", "session", "talk", "name", "subject", "topic", "event", "session title"),
    "start": ("start", "starts", "begin", "begins", "start at", "starts at", "datetime", "when",
              "start datetime", "date and time", "date/time"),
    "start_date": ("date", "day", "start date", "start day"),
    "start_time": ("time", "start time", "begin time", "hour"),
    "end": ("end", "ends", "until", "end at", "ends at", "end datetime", "finish"),
    "end_date": ("end date", "end day"),
    "end_time": ("end time", "finish time"),
    "duration": ("duration", "length", "minutes", "duration minutes", "duration min"),
    "room": ("room", "location", "venue", "place", "where", "venue name", "stage", "track room"),
    "speakers": ("speaker", "speakers", "speaker s", "people", "presenter", "presenters", "by",
                 "who", "speaker names", "speaker name", "authors", "author"),
    "chairs": ("chair", "chairs", "moderator", "moderators", "host"),
    "abstract": ("abstract", "description", "summary", "details", "text", "about"),
    "kind": ("kind", "type", "what it is", "format", "session type"),
    "track": ("track", "category", "categories", "strand", "theme"),
    "language": ("language", "lang"),
    "zone": ("time zone", "timezone", "zone", "tz"),
    "recording": ("recording", "video", "recording url", "replay"),
    "slides": ("slides", "slides url", "presentation"),
    "state": ("state", "status"),
    "id": ("id", "uid", "guid", "code", "key", "number", "no"),
}  # fmt: skip
#: the commonest heads in German, French and Spanish, folded as well
_ELSEWHERE: dict[str, tuple[str, ...]] = {
    "title": ("titel", "thema", "vortrag", "titre", "sujet", "titulo", "tema"),
    "start": ("beginn", "anfang", "debut", "inicio", "comienzo"),
    "start_date": ("datum", "tag", "jour", "fecha", "dia"),
    "start_time": ("uhrzeit", "zeit", "heure", "hora"),
    "end": ("ende", "fin", "final"),
    "duration": ("dauer", "duree", "duracion"),
    "room": ("raum", "ort", "saal", "salle", "lieu", "sala", "lugar"),
    "speakers": ("referent", "referentin", "referenten", "vortragende", "redner", "intervenant",
                 "intervenants", "intervenante", "ponente", "ponentes"),
    "chairs": ("moderation",),
    "abstract": ("beschreibung", "zusammenfassung", "resume", "descripcion", "resumen"),
    "language": ("sprache", "langue", "idioma"),
    "zone": ("zeitzone", "fuseau horaire", "zona horaria"),
    "kind": ("art", "typ", "tipo"),
}  # fmt: skip


def field_named(head: str) -> str:
    """Which field a column's name says; empty for none."""
    name = re.sub(r"[^\w/]+", " ", fold(head)).replace("_", " ").strip()
    bare = re.sub(r"^(?:event|session|talk)\s+(?=\w)", "", name)
    for known in (FIELDS, _ELSEWHERE):
        for field_name, names in known.items():
            if name in names or bare in names:
                return field_name
    return ownlists.heads().get(fold(head), "")
