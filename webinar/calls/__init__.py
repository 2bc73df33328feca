"""Calls for papers: what may be handed in, until when, and what is asked.

Organizers of a webinar arrange its calls, those of the site every call. Papers stand above and
name the call they answer.
"""
