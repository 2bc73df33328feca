"""The example programme: what a new site may be filled with, and how it is loaded and removed."""
