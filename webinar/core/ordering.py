"""One row of a list moved by one place: what two buttons at each row send."""


def moved(order: list[str], wanted: str) -> list[str] | None:
    """The order after `up-<public id>` or `down-<public id>`; None where nothing moves."""
    action, _dash, public_id = wanted.partition("-")
    if action not in ("up", "down") or public_id not in order:
        return None
    place = order.index(public_id)
    other = place + (1 if action == "down" else -1)
    if not 0 <= other < len(order):
        return None
    order = list(order)
    order[place], order[other] = order[other], order[place]
    return order
