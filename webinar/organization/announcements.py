"""What the organization tells the house."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SiteChanged:
    """Name, look, zone, languages or office hours are different now."""
