"""webinar: a self-hosted event and webinar management service."""

__version__ = "0.1.0"
