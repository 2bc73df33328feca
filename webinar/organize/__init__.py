"""The organizers' desk: what needs doing next, the journal with undo, the mails that went out.

Its operations join operations of the rooms below in one transaction; it owns no tables.
"""
