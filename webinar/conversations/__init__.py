"""People writing to us: comments under what we publish, and contact messages."""
