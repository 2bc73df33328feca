"""A published paper as others cite, harvest and link it; every form is told from one `Work`."""
