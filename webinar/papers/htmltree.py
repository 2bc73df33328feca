"""The HTML of a word processor's document as a tree in which lists and quotations are whole.

Word processors store a list paragraph by paragraph. What belongs together is put together here:
points that go on after another list, points without words that only hold deeper ones, quotations
of several paragraphs, captions with their pictures, emphasis cut into runs.
"""

from html.parser import HTMLParser

from webinar.core.text import whole_number
from webinar.papers import marks

LISTS = ("ul", "ol")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LOOSE = {
    "strong",
    "b",
    "em",
    "i",
    "s",
    "sup",
    "sub",
    "code",
    "a",
    "br",
    "img",
    "span",
    "u",
    "input",
}
_RUNS = {"strong", "b", "em", "i", "s", "sup", "sub", "code"}


class Node:
    """An element with its attributes and content (elements and strings)."""

    def __init__(self, tag: str, attributes: dict[str, str] | None = None) -> None:
        self.tag = tag
        self.attributes = attributes or {}
        self.content: list[Node | str] = []

    def children(self, *tags: str) -> list["Node"]:
        return [each for each in self.content if isinstance(each, Node) and each.tag in tags]


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("body")
        self.stack = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].content.append(node)
        if tag not in {"br", "hr", "img", "input"}:
            self.stack.append(node)

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self.stack) - 1, 0, -1):
            if self.stack[index].tag == tag:
                del self.stack[index:]
                return

    def handle_data(self, data: str) -> None:
        self.stack[-1].content.append(data)


def tree_of(html: str) -> Node:
    """The document's body."""
    tree = _Tree()
    tree.feed(html)
    tree.close()
    _settle(tree.root)
    _raise_hollow(tree.root)
    return tree.root


def plain(node: Node) -> str:
    """Its words; a line end for each break."""
    return "".join(
        each if isinstance(each, str) else "\n" if each.tag == "br" else plain(each)
        for each in node.content
    )


def only_picture(node: Node) -> Node | None:
    if node.tag == "img":
        return node
    rest = [one for one in node.content if not _is_blank(one)]
    if node.tag in {"p", "span", "a"} and len(rest) == 1 and isinstance(rest[0], Node):
        return only_picture(rest[0])
    return None


def start_of(points: Node) -> int:
    """The number of a list's first point."""
    found = whole_number(points.attributes.get("start"))
    return 1 if found is None else found


def _is_blank(one: Node | str) -> bool:
    return isinstance(one, str) and not one.strip()


def _settle(node: Node) -> None:
    joined: list[Node | str] = []
    for each in node.content:
        if isinstance(each, str):
            joined.append(each)
            continue
        _settle(each)
        for one in _without_headings(each) if each.tag in LISTS else [each]:
            _add(joined, one)
    node.content = joined


def _without_headings(points: Node) -> list[Node | str]:
    """Headings that stand in a list, where programs count them, stand by themselves."""
    found: list[Node | str] = []
    row = Node(points.tag, points.attributes)
    for point in points.children("li"):
        if point.children(*_HEADINGS):
            found += [*_split(row), *point.content]
            row = Node(points.tag)
        else:
            row.content.append(point)
    return [*found, *_split(row)]


def _add(joined: list[Node | str], each: Node | str) -> None:
    """Put it behind the others, or into the one before that it goes on with."""
    last = next((one for one in reversed(joined) if not _is_blank(one)), None)
    before = last if isinstance(last, Node) else None
    if isinstance(each, str) or (before is None and each.tag not in LISTS):
        joined.append(each)
    elif each.tag in LISTS:
        _add_list(joined, before if before is not None and before.tag in LISTS else None, each)
    elif before is None:
        joined.append(each)
    elif (
        before.tag in LISTS
        and each.tag not in {*_HEADINGS, "table"}
        and plain(each).startswith(marks.GOES_ON)
    ):
        before.children("li")[-1].content.append(each)
    elif each.tag == before.tag and (
        each.tag == "blockquote" or (each.tag in _RUNS and joined[-1] is before)
    ):
        for one in each.content:
            _add(before.content, one)
    elif each.tag == "pre" == before.tag:
        before.content += ["\n", *each.content]
    elif each.attributes.get("class") == "caption" and only_picture(before) is not None:
        figure = Node("figure")
        figure.content = [before, each]
        joined[joined.index(before)] = figure
    else:
        joined.append(each)


def _add_list(joined: list[Node | str], before: Node | None, each: Node) -> None:
    points = each.children("li")
    if not points or _are_notes(points):
        joined += [each] if points else []
        return
    if before is not None and _are_notes(before.children("li")):
        before = None
    first = points[0]
    if _goes_on(first) or (_is_hollow(first) and before is not None):
        # What goes on with nothing stands by itself.
        target = before.children("li")[-1].content if before is not None else joined
        for one in _in_blocks(first):
            _add(target, one)
        each.content = list(points[1:])
        if each.content:
            _add(joined, each)
    elif before is not None and _continues(before, each):
        before.content += points
    else:
        joined.append(each)


def _continues(before: Node, each: Node) -> bool:
    if before.tag != each.tag or before.attributes.get("type") != each.attributes.get("type"):
        return False
    points = before.children("li")
    return each.tag == "ul" or start_of(before) + len(points) == start_of(each)


def _are_notes(points: list[Node]) -> bool:
    return any("id" in one.attributes for one in points)


def _raise_hollow(node: Node) -> None:
    """A list that begins with a deeper one, and has no point above it, is that deeper one."""
    found: list[Node | str] = []
    waiting = list(reversed(node.content))
    while waiting:
        each = waiting.pop()
        points = each.children("li") if isinstance(each, Node) and each.tag in LISTS else []
        if isinstance(each, Node) and points and _is_hollow(points[0]):
            each.content = list(points[1:])
            waiting += [each] if each.content else []
            waiting += reversed(points[0].content)
            continue
        if isinstance(each, Node):
            _raise_hollow(each)
        found.append(each)
    node.content = found


def _is_hollow(point: Node) -> bool:
    """Nothing but deeper points."""
    rest = [one for one in point.content if not _is_blank(one)]
    return bool(rest) and all(isinstance(one, Node) and one.tag in LISTS for one in rest)


def _goes_on(point: Node) -> bool:
    return "data-more" in point.attributes


def _in_blocks(point: Node) -> list[Node | str]:
    """Its content; words that stand loose become a paragraph."""
    found: list[Node | str] = []
    for each in point.content:
        if isinstance(each, Node) and each.tag not in _LOOSE:
            found.append(each)
        elif found and isinstance(found[-1], Node) and "data-loose" in found[-1].attributes:
            found[-1].content.append(each)
        else:
            paragraph = Node("p", {"data-loose": ""})
            paragraph.content = [each]
            found.append(paragraph)
    return found


def _split(points: Node) -> list[Node]:
    """One list for each row of numbers, by the marks before its points."""
    found: list[Node] = []
    expected, kind = start_of(points), points.attributes.get("type", "")
    for point in points.children("li"):
        number, said = _taken(point)
        if said is None:
            number, said = expected, kind
        elif said == "more":
            point.attributes["data-more"] = ""
            number, said = expected - 1, kind
        if (_goes_on(point) or _is_hollow(point)) and found:
            target = found[-1].children("li")[-1]
            for one in _in_blocks(point):
                _add(target.content, one)
            continue
        if not found or (number, said) != (expected, kind):
            attributes = {"start": str(number)} | ({"type": said} if said else {})
            found.append(Node(points.tag, attributes if points.tag == "ol" else {}))
        found[-1].content.append(point)
        expected, kind = number + (0 if _goes_on(point) or _is_hollow(point) else 1), said
    return found


def _taken(node: Node) -> tuple[int, str | None]:
    """The mark at the beginning of a point's own words, which goes."""
    for place, each in enumerate(node.content):
        if isinstance(each, Node):
            if each.tag in LISTS or each.tag == "table":
                return 0, None
            number, said = _taken(each)
            if said is not None or plain(each).strip():
                return number, said
        elif each.strip():
            if each.startswith(marks.GOES_ON):
                node.content[place] = each.removeprefix(marks.GOES_ON)
                return 0, "more"
            found = marks.POINT.match(each)
            if found is None:
                return 0, None
            node.content[place] = each[found.end() :]
            return int(found[1]), found[2]
    return 0, None
