"""Speakers' public profiles, and their roles in sessions. Stands on webinars."""
