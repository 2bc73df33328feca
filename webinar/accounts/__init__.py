"""Who is asking: sign-in, the roles of the site, invitations.

Nobody registers by themselves: organizers are invited by a personal link. May touch
core and organization; every room above asks its policies.
"""

import sys

if "webauthn" not in sys.modules:
    # Flask-Security would bring the library of passkeys, which it calls optional, into every
    # process with ten megabytes of cryptography; ours are asked for when a page needs them.
    sys.modules["webauthn"] = None  # type: ignore[assignment]
    import flask_security  # noqa: F401

    del sys.modules["webauthn"]
