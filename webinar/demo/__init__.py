"""The example programme: loaded into an empty site, removed whole by one command or button.

Content stands in `content/`; loading uses the same operations as people do.
"""
