"""Programmes that others wrote become webinars and sessions.

`reading` takes a file or an address and gives a `programme.Programme`, whatever form it had;
`plan` holds it against what is stored and says what is new, changed, gone and doubtful;
`operations` carries a plan out, all of it or nothing.
"""
