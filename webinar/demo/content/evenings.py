"""The series of the example programme: an evening that comes again."""

from webinar.demo.content.kinds import Series

SERIES = (
    Series(
        key="map-evening",
        title="Map evening",
        summary="One old map, one hour, and as many questions as there is time for.",
        description=(
            "Each evening we look at a single map: who drew it, with which instruments, for whom,"
            " and what it leaves out.\n\n"
            "Among them are the *Carta marina* of Olaus Magnus (Venice, 1539), with its sea"
            " monsters and its surprisingly good currents; the world map that Gerardus Mercator"
            " published in 1569, on which a straight line is a course to steer; and John Snow's"
            " map of cholera deaths around Broad Street (London, 1854), which made a pump the"
            " suspect.\n\n"
            "No knowledge is needed. Bring a magnifying glass if you have one."
        ),
        category="words-and-knowledge",
        room="reading-room",
        timezone="Europe/London",
        day_offset=9,
        start="18:00",
        minutes=60,
        weeks=2,
        times=6,
    ),
)
