"""Webinars in the category "International relations", among them the one of 16 April 2022.

Of that one only what is a fact is said: title, time, speaker. Nothing of its argument is given.
"""

from __future__ import annotations

from webinar.demo.content.kinds import Session, Webinar

LETTERS = Webinar(
    key="letters-across-borders",
    title="Letters Across Borders",
    subtitle="How the world's post offices came to carry one another's mail",
    summary="Before 1874 a letter abroad could need a chain of separate treaties. Then it did not.",
    description=(
        "In 1874 a treaty signed in Bern made one postal territory out of many. What that "
        "meant for a person with an envelope and a stamp is the matter of this webinar.\n\n"
        "Two talks with pictures of letters that arrived and of some that did not."
    ),
    category="international-relations",
    tags=("post", "history"),
    timezone="Europe/Zagreb",
    day_offset=30,
    start="17:00",
    end="18:45",
    state="cancelled",
    cancelled_reason=(
        "The museum's reading room is closed for building work that week. A new date will be "
        "announced in the news."
    ),
    sessions=(
        Session(
            key="one-stamp-is-enough",
            title="One Stamp Is Enough",
            kind="talk",
            start="17:00",
            end="17:50",
            language="en",
            room="reading-room",
            speakers=(("ivana-kovacic-lund", "speaker"),),
            abstract="What a letter abroad cost, and who was paid, before and after 1874.",
        ),
        Session(
            key="letters-that-went-astray",
            title="Letters That Went Astray",
            kind="discussion",
            start="18:00",
            end="18:45",
            language="en",
            room="reading-room",
            speakers=(("ivana-kovacic-lund", "speaker"), ("beatrice-lacombe", "moderator")),
            abstract="Five envelopes, five long ways home.",
        ),
    ),
)

METRE = Webinar(
    key="one-metre-one-hour",
    title="One Metre, One Hour",
    subtitle="How countries came to agree on measures and on the time of day",
    summary=(
        "In 1875 a treaty was signed on the metre, in 1884 a conference met on the meridian. "
        "What was agreed, and how long it took."
    ),
    description=(
        "Common measures are among the quietest works of diplomacy. A historian of measures "
        "and a keeper of instruments tell how two of them came about."
    ),
    category="international-relations",
    tags=("measuring", "clocks", "history"),
    timezone="Europe/Paris",
    day_offset=-75,
    start="18:00",
    end="19:45",
    state="published",
    sessions=(
        Session(
            key="a-treaty-about-a-bar",
            title="A Treaty about a Bar",
            kind="talk",
            start="18:00",
            end="18:50",
            language="fr",
            room="reading-room",
            speakers=(("beatrice-lacombe", "speaker"),),
            abstract=(
                "Le traité du mètre de 1875, raconté à partir de ses objets.\n\n"
                "The Metre Convention of 1875, told from its objects. In French, with slides "
                "in English."
            ),
            recording_url="https://video.example.org/a-treaty-about-a-bar",
        ),
        Session(
            key="whose-noon",
            title="Whose Noon?",
            kind="discussion",
            start="18:55",
            end="19:45",
            language="en",
            room="reading-room",
            speakers=(("beatrice-lacombe", "moderator"), ("henrik-solvang", "panelist")),
            abstract="Railways, ships and the conference of 1884 on a common first meridian.",
            recording_url="https://video.example.org/whose-noon",
        ),
    ),
)

APRIL_16 = Webinar(
    key="the-case-against-nato",
    title="The Case Against NATO",
    subtitle="",
    summary="Held on 16 April 2022, with Professor Li Qingsi of Renmin University of China.",
    description=(
        "This webinar took place on 16 April 2022. The example programme gives its title, its "
        "date and its speaker as facts and says nothing on its subject."
    ),
    category="international-relations",
    timezone="Europe/London",
    day_offset=0,
    fixed_day="2022-04-16",
    start="14:00",
    end="16:30",
    state="published",
    sessions=(
        Session(
            key="paper-by-professor-li-qingsi",
            title="Paper by Professor Li Qingsi",
            kind="talk",
            start="14:00",
            end="16:30",
            language="en",
            room=None,
            speakers=(("li-qingsi", "speaker"),),
            abstract="Professor Li Qingsi gave a paper. Its text is not part of this example.",
        ),
    ),
)

INTERNATIONAL_RELATIONS: tuple[Webinar, ...] = (LETTERS, METRE, APRIL_16)
