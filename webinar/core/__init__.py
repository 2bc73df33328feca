"""The foundation: database, clock, files, jobs, mail, limits, access, language.

Every room stands on it; it knows no room. What lives here has no words of the
product in it, only the ways of working that all rooms share.
"""
