"""OAI-PMH 2.0: libraries harvest the published papers (openarchives.org)."""
