"""The papers room: the call, submission, versions, review, decision.

`recognition` and `conversion` turn pasted text and handed-in files into Markdown; both are pure
and know no database. May use core, organization, accounts, webinars and speakers; nothing above.
"""
