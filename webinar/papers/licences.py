"""Licences under which a paper can be published.

Keys are SPDX's identifiers (spdx.org/licenses) where SPDX has one; the public domain mark has none.
Names and addresses are Creative Commons' own. "own" stands for words of the author's.
"""

from dataclasses import dataclass

from webinar.core.plainerror import N_

OWN = "own"


@dataclass(frozen=True)
class Licence:
    """One licence: its key, what it is called everywhere, its legal address."""

    key: str
    name: str
    #: in short, for citations: "CC BY 4.0"
    short: str
    url: str
    #: untranslated, in few words: what readers may do
    means: str


_BY = "https://creativecommons.org/licenses/"
_PUBLIC = "https://creativecommons.org/publicdomain/"
_ALL = (
    Licence(
        "CC-BY-4.0",
        "Creative Commons Attribution 4.0 International",
        "CC BY 4.0",
        f"{_BY}by/4.0/",
        N_("share and adapt it, name the authors"),
    ),
    Licence(
        "CC-BY-SA-4.0",
        "Creative Commons Attribution-ShareAlike 4.0 International",
        "CC BY-SA 4.0",
        f"{_BY}by-sa/4.0/",
        N_("share alike, name the authors"),
    ),
    Licence(
        "CC-BY-ND-4.0",
        "Creative Commons Attribution-NoDerivatives 4.0 International",
        "CC BY-ND 4.0",
        f"{_BY}by-nd/4.0/",
        N_("share it unchanged, name the authors"),
    ),
    Licence(
        "CC-BY-NC-4.0",
        "Creative Commons Attribution-NonCommercial 4.0 International",
        "CC BY-NC 4.0",
        f"{_BY}by-nc/4.0/",
        N_("not for money, name the authors"),
    ),
    Licence(
        "CC-BY-NC-SA-4.0",
        "Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International",
        "CC BY-NC-SA 4.0",
        f"{_BY}by-nc-sa/4.0/",
        N_("not for money, share alike, name them"),
    ),
    Licence(
        "CC-BY-NC-ND-4.0",
        "Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International",
        "CC BY-NC-ND 4.0",
        f"{_BY}by-nc-nd/4.0/",
        N_("not for money, unchanged, name them"),
    ),
    Licence(
        "CC0-1.0",
        "Creative Commons CC0 1.0 Universal",
        "CC0 1.0",
        f"{_PUBLIC}zero/1.0/",
        N_("use it as you like"),
    ),
    Licence(
        "CC-PDM-1.0",
        "Public Domain Mark 1.0 Universal",
        "Public Domain Mark 1.0",
        f"{_PUBLIC}mark/1.0/",
        N_("nobody has rights in it any more"),
    ),
)
LICENCES = {one.key: one for one in _ALL}


def rights(key: str, words: str) -> tuple[str, str]:
    """(words, address) of a paper's licence; empty where it has none. Own words have no address."""
    if found := LICENCES.get(key):
        return found.name, found.url
    return (words, "") if key == OWN else ("", "")
