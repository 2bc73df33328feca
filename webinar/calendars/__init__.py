"""Calendars: the stored VEVENT of each session, the feeds joined from them, and their delivery.

Anyone may come in and read; nothing here is edited by a person. Entries and feeds are derived:
listeners note what an operation changed, and one step before the commit writes the bytes anew
(`rewriting`). Rendering itself (`ical`) knows no database and no clock.
"""
