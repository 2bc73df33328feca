"""Webinars in the category "Earth and life": three ahead, one past."""

from __future__ import annotations

from webinar.demo.content.kinds import Session, Webinar

TIDES = Webinar(
    key="tides-and-harbours",
    title="Tides, Harbours and the Shape of the Coast",
    subtitle="An afternoon on water that comes back late",
    summary=(
        "Why high water is later each day, how harbours cope with it, and how to read a tide "
        "table without fear."
    ),
    description=(
        "The sea rises and falls on most coasts twice a day, and everything that people build "
        "at the shore has to live with it. This afternoon begins with the Moon and ends with a "
        "page of numbers from a harbour office.\n\n"
        "## Who it is for\n\n"
        "Anyone who sails, swims, walks the shore or likes to know why. No mathematics beyond "
        "adding up is needed.\n\n"
        "## Bring along\n\n"
        "- a pencil and some squared paper\n"
        "- a tide table of a place you know, if you have one\n"
        "- questions"
    ),
    category="earth-and-life",
    tags=("sea", "measuring"),
    timezone="Europe/London",
    day_offset=1,
    start="13:00",
    end="16:30",
    state="published",
    sessions=(
        Session(
            key="reading-the-tide",
            title="Why Harbours Watch the Moon",
            kind="keynote",
            start="13:00",
            end="13:50",
            language="en",
            room="great-room",
            speakers=(("imogen-hartley", "speaker"),),
            abstract=(
                "From two bulges of water to the tide in one small harbour: what astronomy "
                "can tell us, and what has to be measured on the spot."
            ),
            slides_url="https://files.example.org/slides/reading-the-tide.pdf",
        ),
        Session(
            key="quays-that-move",
            title="Quays That Move",
            kind="talk",
            start="13:50",
            end="14:35",
            language="en",
            room="great-room",
            speakers=(("tomas-ferreira", "speaker"),),
            abstract=(
                "Locks, wet docks, floating stages and mud: four ways of keeping a ship "
                "beside a wall while the water goes up and down."
            ),
        ),
        Session(
            key="tides-tea-break",
            title="Tea break",
            kind="break",
            start="14:35",
            end="14:55",
            language="en",
            room=None,
        ),
        Session(
            key="tide-table-workshop",
            title="A Tide Table, Line by Line",
            kind="workshop",
            start="14:55",
            end="15:45",
            language="en",
            room="workshop-room",
            speakers=(("imogen-hartley", "speaker"), ("henrik-solvang", "speaker")),
            abstract=(
                "We take one page of a table and answer five questions with it: *when*, *how "
                "high*, *how deep here*, *how fast*, and *what if the wind blows*."
            ),
        ),
        Session(
            key="who-keeps-the-gauges",
            title="Who Keeps the Gauges?",
            kind="discussion",
            start="15:45",
            end="16:30",
            language="en",
            room="great-room",
            speakers=(
                ("tomas-ferreira", "moderator"),
                ("imogen-hartley", "panelist"),
                ("henrik-solvang", "panelist"),
            ),
            abstract=(
                "Long records of the level of the sea depend on people who clean a tube once "
                "a week. A talk about patience, with questions from the audience."
            ),
        ),
    ),
)

SOIL = Webinar(
    key="carbon-in-soil",
    title="What the Ground Holds",
    subtitle="Measuring carbon in soil, with little money and much care",
    summary=(
        "How much carbon lies under a field? A morning on a sum with four factors, each of "
        "them harder than it looks."
    ),
    description=(
        "Soil carbon is easy to talk about and hard to measure. Two people who do it every "
        "week show how, from the pit to the table.\n\n"
        "The workshop needs no equipment. Those who want to dig along can do so with a "
        "spade, a ruler and a kitchen scale."
    ),
    category="earth-and-life",
    tags=("soil", "climate"),
    timezone="Africa/Nairobi",
    day_offset=9,
    start="10:00",
    end="13:00",
    state="published",
    sessions=(
        Session(
            key="what-the-ground-holds",
            title="Weighing What Cannot Be Seen",
            kind="keynote",
            start="10:00",
            end="10:50",
            language="en",
            room="great-room",
            speakers=(("wanjiru-mbogo", "speaker"), ("otieno-abuya", "chair")),
            abstract=(
                "The four factors of a carbon stock, the usual ways of measuring each, and "
                "the errors that we have made so that you need not."
            ),
        ),
        Session(
            key="rings-and-stones",
            title="Rings, Stones and Dry Weight",
            kind="workshop",
            start="11:00",
            end="12:00",
            language="en",
            room="workshop-room",
            speakers=(("otieno-abuya", "speaker"),),
            abstract="How to find the weight of a known volume of soil, even in stony ground.",
        ),
        Session(
            key="soil-in-infrared",
            title="Soil in Infrared Light",
            kind="talk",
            start="12:10",
            end="13:00",
            language="en",
            room="great-room",
            speakers=(("wanjiru-mbogo", "speaker"),),
            abstract="What a spectrum can tell, once it has been trained on burned samples.",
            cancelled_reason=(
                "The instrument that was to be shown live is away for repair. The talk will be "
                "given in a later webinar."
            ),
        ),
    ),
)

SHADE = Webinar(
    key="shade-and-water",
    title="Shade and Water in the Hot City",
    subtitle="Street trees, public fountains, and the walk to the bus stop",
    summary=(
        "What a tree does for a hot street, what it needs in return, and why a working tap in "
        "the street is harder than it seems."
    ),
    description=(
        "On a hot day two things make a street bearable: something to stand under and "
        "something to drink. We look at both, as matters of physics, of history and of "
        "upkeep.\n\n"
        "The last session is open for pictures and stories from your own town."
    ),
    category="earth-and-life",
    tags=("cities", "climate"),
    timezone="Asia/Kolkata",
    day_offset=23,
    start="15:00",
    end="18:15",
    state="published",
    sessions=(
        Session(
            key="the-work-of-a-street-tree",
            title="The Work of a Street Tree",
            kind="keynote",
            start="15:00",
            end="15:50",
            language="en",
            room="great-room",
            speakers=(("meenakshi-raghunathan", "speaker"),),
            abstract="Shade, water and air: three things a tree changes, kept apart.",
        ),
        Session(
            key="a-drink-in-the-street",
            title="A Drink in the Street",
            kind="talk",
            start="16:00",
            end="16:45",
            language="en",
            room="great-room",
            speakers=(("farid-contractor", "speaker"),),
            abstract=(
                "Stepwells, sabils, iron posts and jets: public water from the giver's and "
                "from the plumber's side."
            ),
        ),
        Session(
            key="shade-and-water-break",
            title="A break for a glass of water",
            kind="break",
            start="16:45",
            end="17:05",
            language="en",
            room=None,
        ),
        Session(
            key="stories-from-the-pavement",
            title="Stories from the Pavement",
            kind="panel",
            start="17:05",
            end="18:15",
            language="en",
            room="great-room",
            speakers=(
                ("farid-contractor", "moderator"),
                ("meenakshi-raghunathan", "panelist"),
                ("diego-salvatierra", "panelist"),
            ),
            abstract="Benches, taps and shadows: what helps people who have to walk at noon?",
        ),
    ),
)

COUNTING = Webinar(
    key="counting-living-things",
    title="Counting Living Things",
    subtitle="Reefs by day, birds by night, and what a small number can say",
    summary=(
        "How to count what is under water, what flies in the dark, and what there is only "
        "five of. The last talk runs past midnight, as its birds do."
    ),
    description=(
        "Whoever counts living things has to decide what one thing is, where to look, and what "
        "to do about all that was not seen. Three talks from the reef, from the roof and from "
        "the desk.\n\n"
        "The evening ends late on purpose: during the last talk we listen to the night sky "
        "over the observatory as the birds pass."
    ),
    category="earth-and-life",
    tags=("sea", "measuring", "field work"),
    timezone="America/Sao_Paulo",
    day_offset=-20,
    start="20:30",
    end="00:30",
    end_day=1,
    state="published",
    sessions=(
        Session(
            key="a-reef-seen-twice",
            title="A Reef Seen Twice",
            kind="talk",
            start="20:30",
            end="21:20",
            language="en",
            room="great-room",
            speakers=(("leilani-kahale", "speaker"), ("renata-aguiar", "chair")),
            abstract="What to count on a coral reef, and why to come back to the same stone.",
            recording_url="https://video.example.org/a-reef-seen-twice",
            slides_url="https://files.example.org/slides/a-reef-seen-twice.pdf",
        ),
        Session(
            key="five-of-anything",
            title="Five of Anything",
            kind="talk",
            start="21:30",
            end="22:20",
            language="en",
            room="great-room",
            speakers=(("saskia-van-drunen", "speaker"),),
            abstract="What can be said when there are only five, and how to say it honestly.",
            recording_url="https://video.example.org/five-of-anything",
        ),
        Session(
            key="counting-coffee-break",
            title="Coffee and a look at the Moon",
            kind="break",
            start="22:20",
            end="22:50",
            language="en",
            room=None,
        ),
        Session(
            key="birds-that-travel-by-night",
            title="Birds That Travel by Night",
            kind="keynote",
            start="22:50",
            end="00:30",
            language="pt",
            room="great-room",
            speakers=(("renata-aguiar", "speaker"), ("caio-bittencourt", "speaker")),
            abstract=(
                "A lua, o radar e o microfone: três maneiras de contar aves que ninguém vê.\n\n"
                "The Moon, the radar and the microphone: three ways of counting birds that "
                "nobody sees. In Portuguese, with slides in English."
            ),
            recording_url="https://video.example.org/birds-that-travel-by-night",
        ),
    ),
)

EARTH_AND_LIFE: tuple[Webinar, ...] = (TIDES, SOIL, SHADE, COUNTING)
