"""Who is asking: sign-in, the roles of the site, invitations.

Nobody registers by themselves: organizers are invited by a personal link. May touch
core and organization; every room above asks its policies.
"""
