"""The papers' titles, authors and abstracts; their bodies lie in the folder ``papers``."""

from __future__ import annotations

from webinar.demo.content.kinds import Paper


def _paper(
    key: str,
    title: str,
    session: str,
    authors: tuple[str, ...],
    abstract: str,
) -> Paper:
    return Paper(key, title, session, authors, abstract, "paper", f"{key}.md")


PAPERS: tuple[Paper, ...] = (
    _paper(
        "why-harbours-watch-the-moon",
        "Why Harbours Watch the Moon",
        "reading-the-tide",
        ("imogen-hartley", "tomas-ferreira"),
        "High water comes about fifty minutes later each day. This paper explains why, how the "
        "tide is split into simple waves, and what harbours have done about it.",
    ),
    _paper(
        "a-reef-seen-twice",
        "A Reef Seen Twice",
        "a-reef-seen-twice",
        ("leilani-kahale",),
        "Ways of watching a coral reef compared, with a plan in seven steps for a small team "
        "that wants to know whether anything has changed.",
    ),
    _paper(
        "weighing-what-cannot-be-seen",
        "Weighing What Cannot Be Seen: On Measuring Carbon in Soil",
        "what-the-ground-holds",
        ("wanjiru-mbogo", "otieno-abuya"),
        "A stock of soil carbon is a product of four factors. Each is looked at in turn: how "
        "it is measured, how it goes wrong, and what should be written beside the number.",
    ),
    _paper(
        "five-of-anything",
        "Five of Anything: Saying True Things with Few Cases",
        "five-of-anything",
        ("saskia-van-drunen",),
        "Small samples can be used honestly. The paper explains what Student's correction does, "
        "how to give a range for a share, and six habits that keep writer and reader safe.",
    ),
    _paper(
        "counting-birds-in-the-dark",
        "Counting Birds in the Dark",
        "birds-that-travel-by-night",
        ("renata-aguiar", "caio-bittencourt"),
        "Moon watching, radar, microphones, rings and light loggers: what each of them sees of "
        "the birds that travel at night, what it misses, and why they belong together.",
    ),
    _paper(
        "the-work-of-a-street-tree",
        "The Work of a Street Tree",
        "the-work-of-a-street-tree",
        ("meenakshi-raghunathan",),
        "A tree changes shade, moisture and wind in its own small circle. The three effects are "
        "kept apart, and it is asked what the tree needs in return.",
    ),
    _paper(
        "a-drink-in-the-street",
        "A Drink in the Street: Notes on Public Fountains",
        "a-drink-in-the-street",
        ("farid-contractor",),
        "From stepwells and sabils to the iron posts of Rome: a short history of public "
        "drinking water, and seven points that decide whether a fountain keeps running.",
    ),
    _paper(
        "the-travels-of-a-small-mark",
        "The Travels of a Small Mark: A Short History of the Decimal Point",
        "the-travels-of-a-small-mark",
        ("shen-ruolan",),
        "Decimal parts are much older than the sign that sets them off. The paper follows the "
        "idea from counting rods to tables of logarithms, and the mark from point to comma.",
    ),
    _paper(
        "threads-holes-and-numbers",
        "Threads, Holes and Numbers: What Weaving Gave to Computing",
        "threads-holes-and-numbers",
        ("he-jingxing", "shen-ruolan"),
        "A cloth is a table of yes and no. Drafts, harnesses and punched cards stored such "
        "tables long before there were computers; the paper says what was handed on, and what "
        "was not.",
    ),
    _paper(
        "the-tick-and-the-tower",
        "The Tick and the Tower: How Mechanical Clocks Learned to Be Even",
        "the-tick-and-the-tower",
        ("ueli-brandegger", "eleanor-whitcombe"),
        "A falling weight has to be made to fall slowly and evenly. The paper follows that one "
        "problem from the first tower clocks to the watch that found the longitude.",
    ),
    _paper(
        "where-does-this-book-go",
        "Where Does This Book Go? A Short Account of the Catalogue",
        "where-does-this-book-go",
        ("grace-adeyinka", "marcus-bellweather"),
        "Lists, rules, numbers, cards and records: how libraries have described what they hold, "
        "and why subjects remain the hard part.",
    ),
    _paper(
        "what-crosses-over",
        "What Crosses Over: On Translating Poetry",
        "what-crosses-over",
        ("layla-almansouri",),
        "Five layers of a poem, three old ways of translating, and the habits of a circle that "
        "translates together.",
    ),
    _paper(
        "the-sounds-that-count",
        "The Sounds That Count: A First Look at Phonology",
        "the-sounds-that-count",
        ("sami-haddad-nour",),
        "Which differences of sound matter in a language, and how can one find out? An "
        "introduction with pairs, rules that nobody was taught, and a little history.",
    ),
    _paper(
        "four-freedoms-and-a-page",
        "Four Freedoms and a Page: How to Read an Open Licence",
        "four-freedoms-and-a-page",
        ("natalie-thibodeau", "kofi-amankwah"),
        "What licences for software, texts and pictures may grant and what they may ask, how "
        "they can be mixed, and how to state one in ten minutes.",
    ),
    _paper(
        "a-map-for-every-reader",
        "A Map for Every Reader",
        "a-map-for-every-reader",
        ("morinaga-akiko", "diego-salvatierra"),
        "Common barriers in maps and what can be done about each: colour, lettering, keyboard, "
        "words in place of pictures, and maps to touch.",
    ),
    _paper(
        "nato-jeopardizes-regional-and-global-peace-and-stability",
        "NATO jeopardizes regional and global peace and stability",
        "paper-by-professor-li-qingsi",
        ("li-qingsi",),
        "",
    ),
)

NOTICE_ONLY = frozenset({"nato-jeopardizes-regional-and-global-peace-and-stability"})
"""Papers whose body is a notice that the text is not included."""
