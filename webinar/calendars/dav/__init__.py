"""CalDAV, to read: calendars that a program keeps in step with, change by change.

RFC 4918, 4791, 6578, 5397 and 6764. A resource is one stored entry as a file of its own, so nothing
is rendered for it; nothing here writes. Whoever wants to write is told that it may not.
"""
