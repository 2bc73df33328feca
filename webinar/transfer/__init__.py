"""Whole sites on the move: backup and restore. Reads everything, writes only an empty place."""
