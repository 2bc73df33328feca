"""Where webinars are filed and where they meet."""

from __future__ import annotations

from webinar.demo.content.kinds import Category, Room

CATEGORIES: tuple[Category, ...] = (
    Category(
        slug="earth-and-life",
        name="Earth and life",
        description="Coasts, soils, towns and living things, and how they are measured.",
        accent="forest",
    ),
    Category(
        slug="science-and-craft",
        name="History of science and craft",
        description="Old tools, clever hands, and the ideas that came out of workshops.",
        accent="rust",
    ),
    Category(
        slug="words-and-knowledge",
        name="Words and knowledge",
        description="Languages, libraries, maps and licences: how knowledge is kept and shared.",
        accent="indigo",
    ),
    Category(
        slug="international-relations",
        name="International relations",
        description="How countries deal with one another: talks, treaties and common rules.",
        accent="plum",
    ),
)

ROOMS: tuple[Room, ...] = (
    Room(
        key="great-room",
        name="Great Room",
        join_address="https://meet.example.org/great-room",
        opens_minutes_before=15,
    ),
    Room(
        key="workshop-room",
        name="Workshop Room",
        join_address="https://meet.example.org/workshop-room",
        opens_minutes_before=10,
    ),
    Room(
        key="reading-room",
        name="Reading Room",
        join_address="https://meet.example.org/reading-room",
        opens_minutes_before=20,
    ),
)

#: Monday to Friday
OFFICE_HOURS = {str(day): (("09:00", "12:30"), ("13:30", "17:00")) for day in range(5)}
