"""Webinars in the category "History of science and craft": one past, one of two days ahead."""

from __future__ import annotations

from webinar.demo.content.kinds import Session, Webinar

PATTERNS = Webinar(
    key="patterns-and-numbers",
    title="织纹与数字：从织机到小数点",
    subtitle="Patterns and numbers: from the loom to the decimal point",
    summary="织工如何记录花纹，算者如何写下小数。",
    description=(
        "花纹可以记录、保存、复制；数字也是如此。本次讲座从算筹与提花织机谈起，看看两种古老的"
        "记号如何通向今天的计算。\n\n"
        "## 日程\n\n"
        "1. 小数点的旅行\n"
        "2. 经线、孔与数\n"
        "3. 织机演示\n"
        "4. 讨论\n\n"
        "## In English\n\n"
        "Two talks, a loom at work before the camera, and a discussion. The talks are in "
        "Chinese; the papers and the discussion are in English."
    ),
    category="science-and-craft",
    tags=("weaving", "numbers"),
    timezone="Asia/Shanghai",
    day_offset=-45,
    start="19:00",
    end="22:00",
    state="published",
    language="zh",
    sessions=(
        Session(
            key="the-travels-of-a-small-mark",
            title="小数点的旅行",
            kind="keynote",
            start="19:00",
            end="19:50",
            language="zh",
            room="great-room",
            speakers=(("shen-ruolan", "speaker"), ("he-jingxing", "chair")),
            abstract="从刘徽的算筹到印刷的三角函数表：小数的思想很早，小数点却来得很晚。",
            recording_url="https://video.example.org/the-travels-of-a-small-mark",
        ),
        Session(
            key="threads-holes-and-numbers",
            title="经线、孔与数",
            kind="talk",
            start="19:50",
            end="20:40",
            language="zh",
            room="great-room",
            speakers=(("he-jingxing", "speaker"),),
            abstract="织物上的每一个交点只有两种可能。从花本到打孔卡片，花纹是怎样被保存下来的？",
            recording_url="https://video.example.org/threads-holes-and-numbers",
            slides_url="https://files.example.org/slides/threads-holes-and-numbers.pdf",
        ),
        Session(
            key="a-loom-at-work",
            title="织机演示 · A Loom at Work",
            kind="workshop",
            start="20:50",
            end="21:20",
            language="zh",
            room="workshop-room",
            speakers=(("he-jingxing", "speaker"),),
            abstract="One flower, forty passes, two people: the draw loom before the camera.",
            recording_url="https://video.example.org/a-loom-at-work",
        ),
        Session(
            key="what-is-a-program",
            title="Was the Harness a Program?",
            kind="discussion",
            start="21:20",
            end="22:00",
            language="en",
            room="great-room",
            speakers=(("shen-ruolan", "moderator"), ("he-jingxing", "panelist")),
            abstract="Store, repeat, choice: which of the three makes a program?",
        ),
    ),
)

CLOCKS = Webinar(
    key="the-mechanical-clock",
    title="Wheels, Weights and Springs",
    subtitle="Two mornings on the mechanical clock",
    summary=(
        "From a bar that swings in a tower to a watch that finds the longitude: how a falling "
        "weight was taught to fall evenly."
    ),
    description=(
        "The first morning is about how clocks work, the second about those who use and keep "
        "them. Each can be visited on its own.\n\n"
        "## First morning\n\n"
        "Escapements, one by one, with wooden models that you can build at home.\n\n"
        "## Second morning\n\n"
        "Clocks at sea, clocks in towers, and the question of when to leave an old machine "
        "alone."
    ),
    category="science-and-craft",
    tags=("clocks", "measuring"),
    timezone="Europe/Zurich",
    day_offset=37,
    start="09:30",
    end="12:15",
    end_day=1,
    state="published",
    sessions=(
        Session(
            key="the-tick-and-the-tower",
            title="The Tick and the Tower",
            kind="keynote",
            start="09:30",
            end="10:20",
            language="en",
            room="great-room",
            speakers=(("ueli-brandegger", "speaker"), ("eleanor-whitcombe", "speaker")),
            abstract="Seven hundred years of letting one tooth go by at a time.",
        ),
        Session(
            key="clocks-coffee-break",
            title="Coffee break",
            kind="break",
            start="10:20",
            end="10:40",
            language="en",
            room=None,
        ),
        Session(
            key="a-wooden-escapement",
            title="Build a Wooden Escapement",
            kind="workshop",
            start="10:40",
            end="12:00",
            language="de",
            room="workshop-room",
            speakers=(("ueli-brandegger", "speaker"),),
            abstract="Cardboard or plywood, a fret saw, a nail and a fishing weight are enough.",
        ),
        Session(
            key="longitude-in-a-box",
            title="Longitude in a Box",
            kind="talk",
            start="09:30",
            end="10:15",
            language="en",
            room="great-room",
            speakers=(("henrik-solvang", "speaker"),),
            abstract="Why four seconds of time make one minute of arc, and why that was worth it.",
            day=1,
        ),
        Session(
            key="a-diary-for-each-clock",
            title="A Diary for Each Clock",
            kind="talk",
            start="10:20",
            end="11:05",
            language="en",
            room="great-room",
            speakers=(("eleanor-whitcombe", "speaker"),),
            abstract="Notes from church towers: oil, pigeons, patched teeth and kind wardens.",
            day=1,
        ),
        Session(
            key="repair-or-leave-alone",
            title="Repair, or Leave Alone?",
            kind="panel",
            start="11:15",
            end="12:15",
            language="en",
            room="great-room",
            speakers=(
                ("henrik-solvang", "chair"),
                ("eleanor-whitcombe", "panelist"),
                ("ueli-brandegger", "panelist"),
            ),
            abstract="Three keepers, one broken wheel, and no single right answer.",
            day=1,
        ),
    ),
)

SCIENCE_AND_CRAFT: tuple[Webinar, ...] = (PATTERNS, CLOCKS)
