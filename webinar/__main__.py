"""`python -m webinar` is the `webinar` command."""

from webinar.cli import main

main()
