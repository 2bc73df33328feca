"""Words whose direction is their own: names and titles in a line of another script (UAX #9)."""

from collections.abc import Iterable

from markupsafe import Markup, escape


def isolated(text: object) -> Markup:
    """In an element of its own direction, so that neighbouring words and digits stay in place."""
    return Markup("<bdi>{}</bdi>").format(text) if text else Markup("")


def isolated_list(texts: Iterable[object]) -> Markup:
    """`A, B, C`, each isolated: two Arabic names in an English line keep their order."""
    return Markup(", ").join(isolated(text) for text in texts if text) or escape("")
