"""Who a line speaks of: names, titles before them, what a biography sounds like."""

import re
from dataclasses import dataclass

HONORIFICS = {
    *("professor", "prof", "prof.", "dr", "dr.", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "sir"),
    *("dame", "professorin", "herr", "frau", "monsieur", "madame", "profesor", "profesora"),
    *("doctor", "doctora", "don", "doña", "rev.", "emeritus", "associate", "assistant"),
}
_PARTICLES = {
    *("van", "von", "de", "da", "del", "della", "der", "den", "di", "du", "la", "le", "bin"),
    *("ibn", "al", "el", "dos", "das", "y", "e", "zu", "ten", "ter"),
}
# Words that begin a sentence in capitals and are no names.
_NO_NAMES = {
    *("the", "a", "an", "in", "on", "at", "this", "that", "these", "those", "it", "we", "our"),
    *("if", "when", "as", "for", "from", "but", "and", "or", "he", "she", "they", "i", "you"),
    *("his", "her", "their", "its", "there", "here", "what", "why", "how", "who", "by", "with"),
    *("der", "die", "das", "ein", "eine", "le", "les", "un", "une", "el", "los", "las"),
}
_VERBS = re.compile(
    r"(?:is|was|has|have|had|teaches|taught|works|worked|lectures|joined|studied|holds|held|"
    r"serves|served|received|earned|became|leads|led|directs|writes|lives|researches|currently|"
    r"ist|war|hat|lehrt|arbeitet|studierte|forscht|leitet|lebt|wurde|"
    r"est|était|enseigne|travaille|dirige|a|es|fue|enseña|trabaja|estudió)\b|[,(–—]",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"(?:he|she|they|his|her|their|er|sie|il|elle|él|ella)\b|[他她]", re.IGNORECASE
)
_VOCABULARY = re.compile(
    r"\b(?:professor\w*|lecturer|universit\w*|universidad|institut\w*|research\w*|teach\w*|taught|"
    r"studied|degree|ph\.?d|doctora\w*|director|fellow|author of|born|school|faculty|department|"
    r"editor|journalist|founder|graduat\w*|scholar|college|academy|dozent\w*|studierte|lehrstuhl|"
    r"promo\w+|geboren|leiter\w*|maître|née?|enseigne\w*|recherche\w*|profesora?|nacid[oa])\b|"
    r"教授|讲师|研究员|博士|大学|学院|任教|毕业|作者|研究所",
    re.IGNORECASE,
)
_HAN = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,4}?)(?P<title>教授|博士|先生|女士|研究员)?(?=[，,、：:是为现系]|毕业|生于)"
)
BIOGRAPHY_HEADINGS = {
    *("about the author", "about the authors", "about the speaker", "biography", "bio"),
    *("author biography", "short biography", "über den autor", "über die autorin", "zur person"),
    *("à propos de l'auteur", "biographie", "biografía", "sobre el autor", "sobre la autora"),
    *("作者简介", "作者介绍", "个人简介"),
}


@dataclass(frozen=True)
class Person:
    """A name at the beginning of a text, its title, and the words after it."""

    name: str
    honorific: str
    rest: str


def leading_person(text: str) -> Person | None:
    """The person a text begins with: at least two names, or one after a title."""
    han = _HAN.match(text)
    if han:
        return Person(han["name"], han["title"] or "", text[han.end() :].lstrip("，,：: "))
    titles: list[str] = []
    names: list[str] = []
    rest_at, ended = 0, False
    for match in re.finditer(r"\S+", text):
        word = match.group()
        bare = word.rstrip(",:;")
        if not names and bare.lower() in HONORIFICS and bare[0].isupper():
            titles.append(bare)
        elif _goes_on(bare, names):
            names.append(bare)
        else:
            break
        rest_at = match.end()
        ended = word != bare
        if ended and names:
            rest_at -= 1
            break
    while names and names[-1].lower() in _PARTICLES:
        names.pop()
    if len(names) > 5 or len(names) < (1 if titles else 2):
        return None
    return Person(" ".join(names), " ".join(titles), text[rest_at:].strip())


def _goes_on(word: str, names: list[str]) -> bool:
    """The word belongs to the name that `names` began: another name, or "van", "de", ..."""
    if names and word[:1].islower():
        return word in _PARTICLES
    return _could_be_name(word) and (bool(names) or word.lower() not in _NO_NAMES)


def _could_be_name(word: str) -> bool:
    letters = re.sub(r"[.'’\-]", "", word)
    if not letters or not letters.isalpha() or not word[0].isupper():
        return False
    return not word.endswith(".") or len(letters) <= 2


def is_name_alone(text: str) -> Person | None:
    """The whole text is one person's name."""
    person = leading_person(text) if len(text) <= 60 else None
    return person if person and not person.rest else None


def begins_biography(text: str) -> Person | None:
    """The person, if the text introduces them: name, then "is", "has been", ..., then a career."""
    person = leading_person(text)
    if not person or len(text) < (20 if _HAN.match(text) else 60):
        return None
    if len(_VOCABULARY.findall(text)) < 2:
        return None
    return person if _HAN.match(text) or _VERBS.match(person.rest) else None


def continues_biography(text: str) -> bool:
    """The text goes on about somebody named before ("She ...", "他...")."""
    return bool(_PRONOUN.match(text))


def speaks_of_career(text: str) -> bool:
    """A text after a name alone: a pronoun or verb first, with words of a career."""
    return bool(_VOCABULARY.search(text)) and bool(_PRONOUN.match(text) or _VERBS.match(text))


_BYLINE = re.compile(r"(?:by|von|par|por|作者)(?:[ ]|[:：] ?)(?P<who>.+)", re.IGNORECASE)


def byline(text: str) -> Person | None:
    """The person of a line such as "By Jane Doe"."""
    match = _BYLINE.fullmatch(text) if len(text) <= 80 else None
    if not match:
        return None
    who = match["who"].strip()
    return is_name_alone(who) or (Person(who, "", "") if _HAN.match(who + "，") else None)
