"""Two calls for papers of the example programme: one closed, one open with all that can be asked.

The measurements named are textbook knowledge; who asks for them is invented.
"""

from webinar.demo.content.kinds import Call, CallPart, CallQuestion

CALLS = (
    Call(
        key="harbour-logbooks",
        title="Harbour Logbooks: Short Contributions",
        webinar="tides-and-harbours",
        timezone="Europe/London",
        opens_day=-80,
        closes_day=-20,
        closes="18:00",
        summary="Pages from logbooks, tide tables and dredging accounts, with what they tell.",
        description=(
            "At Liverpool tides were written down from 1768 on, first by William Hutchinson, the"
            " dock master, who noted time and height of high water for almost thirty years. We"
            " asked for other series of this kind, however short or broken."
        ),
        guidelines="Five pages at most, with a picture of the source and where it is kept.",
        limits={"abstract": ("required", None, 150)},
    ),
    Call(
        key="shade-where-you-live",
        title="Shade Where You Live",
        webinar="shade-and-water",
        timezone="Europe/Madrid",
        opens_day=-21,
        closes_day=14,
        closes="23:59",
        summary=(
            "Ten minutes on one street: how hot it gets, who walks there, and what was tried."
            " Measurements with simple means are welcome."
        ),
        description=(
            "On a clear summer afternoon the air above a street with trees is a degree or two"
            " cooler than above a bare one; the difference that a body feels is far larger, because"
            " shade takes away the radiation of the Sun and of hot walls. We look for people who"
            " measured it, planted it, drew it or simply walked it.\n\n"
            "You need not be a climatologist. A thermometer, a notebook and the same street on five"
            " days are a fine beginning."
        ),
        guidelines=(
            "- Say **where and when** you measured, with what, and how often.\n"
            "- Mean radiant temperature needs a globe thermometer; plain air temperature is fine,"
            " if you say so.\n"
            "- A result that did not come out is a result.\n\n"
            "Two people read every paper. You hear from us within three weeks of the closing."
        ),
        example=(
            "**The north side of a school wall.** Between May and September we noted the air"
            " temperature at eight in the morning and at three in the afternoon on both sides of a"
            " wall 40 metres long. The difference at three was 3.1 °C on cloudless days and 0.4 °C"
            " under cloud. We show the readings, the two days on which it was the other way round,"
            " and what the caretaker thinks of it."
        ),
        limits={"abstract": ("required", 60, 200), "biography": ("optional", None, 80)},
        not_asked=("portrait",),
        tracks=(
            CallPart("Measured", "Readings, with the instrument and its errors."),
            CallPart("Planted and built", "What was changed in a street, and what it cost."),
            CallPart(
                "Walked", "Accounts of those who use it: on foot, by wheelchair, with a pram."
            ),
        ),
        types=(
            CallPart("Talk", "Ten minutes and five for questions.", minutes=15),
            CallPart(
                "Poster",
                "One page, shown in the break; it may come a week later.",
                minutes=5,
                session_kind="discussion",
                closes_day=21,
            ),
        ),
        questions=(
            CallQuestion(
                "text", "Which instrument did you use?", "Maker and model, if you know.", most=300
            ),
            CallQuestion(
                "choice",
                "May readers have your readings?",
                "They would stand on the paper's page as a file.",
                is_required=True,
                choices=("Yes, under CC BY 4.0", "Yes, on request", "No"),
            ),
            CallQuestion("number", "How many days did you measure on?", "", least=1, most=366),
            CallQuestion(
                "consent",
                "I agree that the talk is recorded.",
                "You can still say no on the day.",
            ),
        ),
    ),
)
