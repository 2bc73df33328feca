"""What came in for the example programme's closed call, and what three people think of it.

The series and machines named are on record; who writes about them here is invented.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Opinion:
    """One review: who wrote it, a score for each of `SCORES`, and words."""

    reviewer: str
    scores: tuple[int, ...]
    recommendation: str
    text: str
    to_authors: str = ""


@dataclass(frozen=True)
class Submission:
    """A paper on the board. `decision` is made and not announced; `asked` have not reviewed yet."""

    title: str
    authors: tuple[str, ...]
    abstract: str
    body: str
    opinions: tuple[Opinion, ...] = ()
    asked: tuple[str, ...] = ()
    decision: str | None = None
    words: str = ""


#: key of the call that they answer
CALL = "harbour-logbooks"
#: name, what it asks, weight
SCORES = (
    ("Source", "Is it clear where the pages are and how they were read?", 2),
    ("What it tells", "Does a reader learn something about the harbour?", 1),
)
#: mail address that nobody can have -> name
REVIEWERS = {
    "edda@reviewers.invalid": "Edda Thorsen",
    "pascal@reviewers.invalid": "Pascal Nguema",
    "ruth@reviewers.invalid": "Ruth Alderman",
}
_EDDA, _PASCAL, _RUTH = REVIEWERS
#: in the discussion of the first paper
REMARK = (_RUTH, "Page 212 is torn in the copy I know. Shall we ask for a picture of it?")

SUBMISSIONS = (
    Submission(
        title="High Water at Liverpool, 1768 to 1793",
        authors=("imogen-hartley",),
        abstract=(
            "William Hutchinson noted time and height of high water at the old dock for almost"
            " thirty years. We compare one winter of his figures with the tides that are reckoned"
            " back for the same days."
        ),
        body=(
            "## The pages\n\nThe volumes give the day, the hour, the height in feet and inches, the"
            " wind and the barometer. Those that are left begin in 1768 and end in 1793.\n\n"
            "## What we did\n\nWe copied December 1790 to February 1791 twice, by two people, and"
            " looked at each figure in which they differed: 11 of 174.\n"
        ),
        opinions=(
            Opinion(
                _EDDA, (5, 5), "accept", "Two people copied it, and they say how often they differ."
            ),
            Opinion(
                _RUTH,
                (5, 4),
                "accept",
                "A model of how to do it. The winter is well chosen.",
                "Please say which of the two copies you kept where they differ.",
            ),
        ),
        decision="accepted",
        words="We look forward to it. Both readers ask for one picture of a page.",
    ),
    Submission(
        title="Eight Stones in the Locks of Amsterdam",
        authors=("saskia-van-drunen",),
        abstract=(
            "In 1684 eight marble stones with a groove were set into the sluices of Amsterdam, to"
            " tell how high the dike was above the summer flood. One is still in its place."
        ),
        body=(
            "## A line in stone\n\nThe stones carry one line, *nine feet and five inches above the"
            " city's level*. The heights of half of Europe are counted from that level today.\n\n"
            "## Where they went\n\nWe follow each of the eight through the accounts of the city's"
            " masons until it is lost.\n"
        ),
        opinions=(
            Opinion(_EDDA, (4, 5), "accept", "The masons' accounts are new to me."),
            Opinion(_PASCAL, (4, 4), "lean_accept", "Good. Two of the eight remain guesses."),
        ),
        decision="accepted",
    ),
    Submission(
        title="The Lock at Stockholm and the Land That Rises",
        authors=("henrik-solvang", "ivana-kovacic-lund"),
        abstract=(
            "The sea was read at the lock of Stockholm from 1774 on. There it falls, because the"
            " land rises faster. What did those who read it think that they saw?"
        ),
        body=(
            "## A long series\n\nFew places have an older one. The men of the lock wrote down what"
            " ships needed; that the water sank was a quarrel of scholars.\n"
        ),
        opinions=(
            Opinion(
                _PASCAL,
                (3, 4),
                "undecided",
                "The quarrel is told well, the pages themselves hardly at all.",
                "Show us one page, and say who held the pen.",
            ),
        ),
        asked=(_RUTH,),
    ),
    Submission(
        title="Brest, with Gaps",
        authors=("beatrice-lacombe",),
        abstract=(
            "High waters were noted at Brest from 1807 on, and the whole curve since 1846. We list"
            " what is missing, and why."
        ),
        body=(
            "## Eleven years\n\nBetween the end of 1835 and 1846 there is next to nothing. We"
            " looked for what else the port wrote in these years.\n\n"
            "| Years | What is there |\n|---|---|\n| 1807–1835 | high waters |\n"
            "| 1836–1845 | next to nothing |\n| from 1846 | the curve |\n"
        ),
        opinions=(
            Opinion(
                _EDDA,
                (4, 2),
                "undecided",
                "The list is careful. It is a list.",
                "Tell us of one gap as a story.",
            ),
            Opinion(_RUTH, (4, 3), "lean_accept", "Useful, and it could be more."),
        ),
        decision="changes",
        words="Please add one gap told at length; the table can stay as it is.",
    ),
    Submission(
        title="A Machine for the Ports of India",
        authors=("farid-contractor",),
        abstract=(
            "From 1879 on the tides of Indian ports were reckoned by a machine of brass wheels. One"
            " turn of the crank drew a year in hours."
        ),
        body=(
            "## Wheels for each tide\n\nEach wheel stood for one part of the tide; their sum drew"
            " the curve. The printed tables gave masters the next year's water in Bombay.\n"
        ),
        opinions=(
            Opinion(
                _PASCAL,
                (2, 3),
                "lean_decline",
                "A fine subject, but no logbook: it is about a machine far from any harbour.",
            ),
            Opinion(_RUTH, (2, 2), "decline", "It does not answer the call."),
        ),
        decision="declined",
        words="It is good work for another call of ours: this one asks for pages from a harbour.",
    ),
    Submission(
        title="What the Dredger Was Paid",
        authors=("tomas-ferreira",),
        abstract=(
            "Accounts of mud: what a small harbour paid for each barge that was emptied outside the"
            " bar, and what that tells about its depth."
        ),
        body=(
            "## Barges\n\nA barge is a measure that nobody ever defined. We reckon it from what two"
            " men can shovel in a tide, and say how wrong that may be.\n"
        ),
        asked=(_EDDA, _PASCAL),
    ),
)
