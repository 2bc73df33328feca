"""Webinars, their sessions, the rooms they take place in, the categories they are filed under.

May touch core, organization and accounts. Who speaks is the business of the room above.
"""
