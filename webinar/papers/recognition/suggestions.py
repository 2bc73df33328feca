"""Which parts of a pasted text are something else than its body: furniture, title, biography."""

import re
from collections.abc import Sequence
from itertools import count

from webinar.papers.recognition.blocks import Kind, Suggestion
from webinar.papers.recognition.furniture import furniture_reason
from webinar.papers.recognition.lines import Para, readings
from webinar.papers.recognition.people import (
    BIOGRAPHY_HEADINGS,
    Person,
    begins_biography,
    byline,
    continues_biography,
    is_name_alone,
    leading_person,
    speaks_of_career,
)
from webinar.papers.recognition.structure import is_caps, is_prose, looks_like_heading

ABSTRACT_HEADINGS = {
    *("abstract", "summary", "zusammenfassung", "kurzfassung", "résumé", "resume", "resumen"),
    *("sommaire", "摘要", "内容提要", "аннотация"),
}
_SECTION_WORDS = ABSTRACT_HEADINGS | {
    *("introduction", "einleitung", "einführung", "introducción", "conclusion", "conclusions"),
    *("references", "background", "contents", "preface", "foreword", "引言", "前言", "绪论"),
}
_INLINE_ABSTRACT = re.compile(
    r"(?:abstract|summary|zusammenfassung|résumé|resumen|摘要)\s*[:：—–.]\s*(?=\S)", re.IGNORECASE
)
#: An opening paragraph of this length can stand as the abstract (characters).
_ABSTRACT_LENGTH = (40, 1200)
_ABSTRACT_PARAGRAPHS = 3
#: A line after the page's own lines have begun, that can be one of them (characters).
_TAIL_LINE = 120
_END_OF_TEXT = 3


def _word(text: str) -> str:
    return text.strip("#:：. \t=-—*_").casefold()


class Finder:
    """Collects suggestions over the paragraphs of one source, each paragraph in one at most."""

    def __init__(self, source: str, paras: Sequence[Para]) -> None:
        self.source = source
        self.paras = paras
        self.taken: dict[int, Kind] = {}
        self.found: list[Suggestion] = []

    def add(
        self,
        kind: Kind,
        positions: Sequence[int],
        text: str,
        reason: str = "",
        who: Person | None = None,
    ) -> None:
        """Note a suggestion over neighbouring paragraphs."""
        span = (self.paras[positions[0]].span[0], self.paras[positions[-1]].span[1])
        self.found.append(
            Suggestion(
                key=kind,
                kind=kind,
                text=text,
                original=self.source[slice(*span)].strip("\r\n"),
                spans=(span,),
                reason=reason,
                name=who.name if who else "",
                honorific=who.honorific if who else "",
            )
        )
        self.taken.update(dict.fromkeys(positions, kind))

    def free(self) -> list[int]:
        """Positions that no suggestion has yet, in order."""
        return [index for index in range(len(self.paras)) if index not in self.taken]

    def sorted(self) -> tuple[Suggestion, ...]:
        """All suggestions in the order of the text, with keys "kind-1", "kind-2", ..."""
        numbers: dict[str, count[int]] = {}
        result = []
        for each in sorted(self.found, key=lambda suggestion: suggestion.spans):
            number = next(numbers.setdefault(each.kind, count(1)))
            result.append(Suggestion(**{**vars(each), "key": f"{each.kind}-{number}"}))
        return tuple(result)

    def find_furniture(self) -> None:
        """Lines of the web page around the text."""
        reasons = {
            index: furniture_reason(para.text, at_edge=False)
            for index, para in enumerate(self.paras)
        }
        prose = [
            index
            for index, para in enumerate(self.paras)
            if not reasons[index] and (is_prose(para.text) or readings(para.text))
        ]
        first, last = (prose[0], prose[-1]) if prose else (0, -1)
        in_tail = False
        for index, para in enumerate(self.paras):
            at_edge = index < first or index > last
            reason = reasons[index] or furniture_reason(para.text, at_edge=at_edge)
            if not reason and in_tail and len(para.text) <= _TAIL_LINE:
                reason = "posts"
            in_tail = in_tail or bool(reason and prose and index > last)
            if reason:
                self.add("furniture", [index], para.text, reason)

    def find_biography(self) -> None:
        """A passage about the author: under its heading, or at the text's end or beginning."""
        free = self.free()
        for place, index in enumerate(free):
            if _word(self.paras[index].text) in BIOGRAPHY_HEADINGS and place + 1 < len(free):
                self._biography([index, free[place + 1]], 1, free[place + 2 :])
                return
        for index in [*reversed(free[-_END_OF_TEXT:]), *free[:_END_OF_TEXT]]:
            place = free.index(index)
            text = self.paras[index].text
            if begins_biography(text):
                self._biography([index], 0, free[place + 1 :])
                return
            after = self.paras[free[place + 1]].text if place + 1 < len(free) else ""
            if is_name_alone(text) and after and speaks_of_career(after):
                self._biography([index, free[place + 1]], 0, free[place + 2 :])
                return

    def _biography(self, positions: list[int], skip: int, after: Sequence[int]) -> None:
        for index in after:
            if index != positions[-1] + 1 or not continues_biography(self.paras[index].text):
                break
            positions.append(index)
        texts = [self.paras[index].text for index in positions[skip:]]
        who = leading_person(texts[0])
        if who and is_name_alone(texts[0]) and len(texts) > 1:
            # The name stood on a line of its own, as the beginning or above the first sentence.
            first = texts[1]
            texts[:2] = [f"{texts[0]} {first}" if first[:1].islower() else first]
        self.add("biography", positions, "\n\n".join(texts), who=who)

    def find_title_and_author(self) -> None:
        """The first line, if it is one, and the byline under it."""
        free = self.free()
        if len(free) < 2:
            return
        first = self.paras[free[0]]
        if self._is_title(first, free):
            self.add("title", [free[0]], first.text)
            free = free[1:]
        who = byline(self.paras[free[0]].text)
        if not who and "title" in self.taken.values():
            who = is_name_alone(self.paras[free[0]].text)
        if who:
            self.add("author", [free[0]], who.name, who=who)

    def _is_title(self, first: Para, free: Sequence[int]) -> bool:
        text = first.text
        if not first.is_single_line or readings(text) or not looks_like_heading(text):
            return False
        if _word(text) in _SECTION_WORDS or byline(text):
            return False
        if not any(is_prose(self.paras[index].text) for index in free[1:]):
            return False
        # Where every heading is in capitals, the first is one of them and no title.
        return not (is_caps(text) and any(is_caps(self.paras[index].text) for index in free[1:]))

    def find_abstract(self, headings: Sequence[int]) -> None:
        """A passage called abstract, or the one paragraph above the first heading."""
        free = self.free()
        for place, index in enumerate(free):
            inline = _INLINE_ABSTRACT.match(self.paras[index].text)
            if inline:
                self.add("abstract", [index], self.paras[index].text[inline.end() :])
                return
            if _word(self.paras[index].text) in ABSTRACT_HEADINGS:
                body: list[int] = []
                for later in free[place + 1 : place + 1 + _ABSTRACT_PARAGRAPHS]:
                    apart = later != index + 1 + len(body)
                    text = self.paras[later].text
                    # A quotation of several lines is one block, and stays whole.
                    is_other = bool(readings(text)) or text.startswith(">")
                    if apart or later in headings or is_other:
                        break
                    body.append(later)
                if body:
                    texts = [self.paras[later].text for later in body]
                    self.add("abstract", [index, *body], "\n\n".join(texts))
                return
        in_text = [index for index in headings if index in free]
        above = [index for index in free if in_text and index < in_text[0]]
        if len(above) == 1 and not readings(self.paras[above[0]].text):
            text = self.paras[above[0]].text
            if is_prose(text) and _ABSTRACT_LENGTH[0] <= len(text) <= _ABSTRACT_LENGTH[1]:
                self.add("abstract", above, text)
