"""Personal calendars: what one person keeps, and the secret addresses that show it.

A follower is a person behind an account or behind a mail address that a mailed link confirmed.
Stars made in a browser are nobody's until such a person says "keep them". Feeds are joined from
the stored entries at each request, never rendered anew.
"""
