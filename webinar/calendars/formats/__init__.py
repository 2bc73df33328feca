"""Other forms of the same truth: pure renderers, values in, the same bytes out, always.

They know no database, no clock and no request. What they render are the contents of stored
entries (`ical.EventContent`), read by `calendars.programmes`.
"""
