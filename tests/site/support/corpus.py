"""A fixed corpus and thirty queries with what each must find, in this order.

Expected are the paths of the pages; a set where the order says nothing.
"""

from datetime import timedelta
from typing import Any

#: what only the PDF of a paper says
PDF_TEXT = "The hydrographic calibration of Ångström’s gauge, page one."


def fill(make: Any) -> dict[str, Any]:
    """Make the corpus; answers what tests change later."""
    rivers = make.webinar("Rivers of Europe", description="From the Danube to the Tagus.")
    opening = rivers.sessions[0]
    talk = make.session(
        rivers,
        "Who owns a river?",
        after=timedelta(hours=1),
        abstract="On law, well-known disputes and 100% of the water.",
    )
    ana = make.speaker(
        "Ana Muñoz",
        talk,
        affiliation="Université de Genève",
        biography="Writes about straße and stream.",
    )
    li = make.speaker("李清思", opening, affiliation="中国人民大学", language="zh")
    tides = make.webinar("Tides", days=1, description="The Moon pulls the sea.")
    paper = make.paper(
        "Borders made of water",
        session=talk,
        speaker=ana,
        author="Ana Muñoz",
        abstract="A short history.",
        body="## Custom\n\nThe thalweg principle says where the border runs.\n\n"
        "## Dispute\n\nNEAR( and OR are only words here.",
    )
    chinese = make.paper(
        "水的政治", author="李清思", speaker=li, language="zh", body="长江是中国最长的河流。"
    )
    make.post("A new café for readers", "We open a reading room beside the river.")
    make.webinar("Secret draft on rivers", days=2, publish=False)
    hidden = make.webinar("Unlisted talk on rivers", days=3)
    make.paper("Hidden paper on the thalweg", publish=False)
    return {"rivers": rivers, "tides": tides, "paper": paper, "chinese": chinese, "hidden": hidden}


RIVERS = "/webinars/rivers-of-europe/"
OPENING = "/webinars/rivers-of-europe/opening-of-rivers-of-europe/"
TALK = "/webinars/rivers-of-europe/who-owns-a-river/"
ANA = "/speakers/ana-munoz/"
LI = "/speakers/李清思/"
TIDES = "/webinars/tides/"
MOON = "/webinars/tides/opening-of-tides/"
PAPER = "/papers/borders-made-of-water/"
CHINESE = "/papers/水的政治/"
POST = "/news/a-new-cafe-for-readers/"

QUERIES: dict[str, list[str]] = {
    # words of titles, and the order: title, people, text; newest first within each
    "rivers": [RIVERS, OPENING, TALK],
    "Rivers of Europe": [RIVERS, OPENING, TALK],
    "europe rivers": [RIVERS, OPENING, TALK],
    "tides": [TIDES, MOON],
    "river": [TALK, RIVERS, OPENING, POST],
    # beginnings of words
    "riv": [TALK, RIVERS, OPENING, POST],
    "thalw": [PAPER],
    "hydrog": [PAPER],
    # people
    "Ana": [ANA, TALK, RIVERS, PAPER],
    "munoz": [ANA, TALK, RIVERS, PAPER],
    "Muñoz": [ANA, TALK, RIVERS, PAPER],
    "MUNOZ ana": [ANA, TALK, RIVERS, PAPER],
    "ana owns": [TALK],
    # accents and other letters
    "geneve": [ANA],
    "Genève": [ANA],
    "cafe": [POST],
    "CAFÉ readers": [POST],
    "strasse": [ANA],
    # a body, a file
    "danube": [RIVERS],
    "thalweg principle": [PAPER],
    "angstrom gauge": [PAPER],
    "moon sea": [TIDES],
    # Chinese
    "李清思": [LI, RIVERS, OPENING, CHINESE],
    "长江": [CHINESE],
    "中国": [LI, CHINESE],
    "政治": [CHINESE],
    # what means something to an engine
    '"rivers"': [RIVERS, OPENING, TALK],
    "100%": [TALK],
    "NEAR(": [PAPER],
    "draft* OR secret": [],
}
