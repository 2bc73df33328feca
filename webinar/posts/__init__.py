"""News posts and standing pages (imprint, privacy, about), with their Atom feed."""
