"""Whose site this is: name, logo, accent, zone, office hours, the promised time of an answer.

Organizers may change it; every page reads it.
"""
