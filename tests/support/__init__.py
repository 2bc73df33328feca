"""What the tests stand on: databases, servers, checks. Nothing here knows a room."""
