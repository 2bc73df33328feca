"""What invented readers wrote: twenty comments with their replies, one still waiting."""

from __future__ import annotations

from webinar.demo.content.kinds import Comment, Reply

COMMENTS: tuple[Comment, ...] = (
    Comment(
        on=("paper", "counting-birds-in-the-dark"),
        author_name="Noor",
        body=(
            "I tried the chair and the blanket last week. One hour, clear sky, three birds "
            "across the Moon. I had expected none. How do I tell a bat from a bird?"
        ),
        day_offset=-15,
        replies=(
            Reply(
                author_name="Renata Aguiar",
                body=(
                    "Three is a fine start. Bats turn and flutter, and mostly stay low, so they "
                    "look large and blurred. Travelling birds cross in a straight line."
                ),
                day_offset=-14,
                replies=(
                    Reply(
                        author_name="Noor",
                        body="Thank you. Then two were birds, and one goes in the doubt column.",
                        day_offset=-14,
                    ),
                ),
            ),
            Reply(
                author_name="P. Oduya",
                body="A tripod helps a lot. My arms gave up after ten minutes.",
                day_offset=-12,
            ),
        ),
    ),
    Comment(
        on=("paper", "five-of-anything"),
        author_name="Teresa W.",
        body=(
            "The table at the end is now on the wall of our laboratory. May I translate it "
            "for our students?"
        ),
        day_offset=-17,
        replies=(
            Reply(
                author_name="Saskia van Drunen",
                body="Please do, and add a line if you find that one is missing.",
                day_offset=-16,
            ),
        ),
    ),
    Comment(
        on=("paper", "a-reef-seen-twice"),
        author_name="Matías",
        body=(
            "Point 7, writing down the visits without a find, would have saved us two seasons. "
            "We had a gap in the table and nobody could say what it meant."
        ),
        day_offset=-13,
    ),
    Comment(
        on=("paper", "the-travels-of-a-small-mark"),
        author_name="Anneliese",
        body=(
            "In our school in the sixties the comma stood and the point was forbidden. My "
            "calculator then had a point, and the teacher covered it with tape."
        ),
        day_offset=-40,
        replies=(
            Reply(
                author_name="沈若兰",
                body="This is the best source I have been sent this year. Do you still have it?",
                day_offset=-38,
            ),
        ),
    ),
    Comment(
        on=("paper", "threads-holes-and-numbers"),
        author_name="K. Lindgren",
        body=(
            "A question on the draft: if the cloth is the product of three tables, can one work "
            "back from a piece of cloth to the threading?"
        ),
        day_offset=-41,
        replies=(
            Reply(
                author_name="He Jingxing",
                body=(
                    "Yes, and it is a good exercise. Give the same letter to all warp threads "
                    "that behave alike. The number of letters is the number of shafts you need."
                ),
                day_offset=-39,
            ),
        ),
    ),
    Comment(
        on=("paper", "where-does-this-book-go"),
        author_name="A reader from the hill",
        body="We keep the list of what was not found. It is two pages long and all of it is true.",
        day_offset=-5,
        replies=(
            Reply(
                author_name="Marcus Bellweather",
                body="Could you send it to us? We would like to compare it with ours.",
                day_offset=-4,
            ),
        ),
    ),
    Comment(
        on=("paper", "a-map-for-every-reader"),
        author_name="Hana",
        body=(
            "I read maps with my fingers. Thank you for *the whole comes last*. I have never "
            "seen it put so short."
        ),
        day_offset=-120,
    ),
    Comment(
        on=("session", "birds-that-travel-by-night"),
        author_name="Joaquim",
        body="Is the sound from the roof kept somewhere? I would like to hear the hour at eleven.",
        day_offset=-18,
        replies=(
            Reply(
                author_name="Caio Bittencourt",
                body="It will go into the archive when the calls have been checked by a person.",
                day_offset=-17,
            ),
        ),
    ),
    Comment(
        on=("webinar", "tides-and-harbours"),
        author_name="Gwen",
        body="Will the workshop be recorded? I have to leave at three.",
        day_offset=-2,
    ),
    Comment(
        on=("webinar", "the-mechanical-clock"),
        author_name="Dieter",
        body="Is plywood of four millimetres thick enough for the wheel?",
        day_offset=0,
        waiting=True,
    ),
    Comment(
        on=("post", "calendars-that-stay-right"),
        author_name="Marisol",
        body=(
            "I had always used the download and wondered why nothing ever changed. Now I know. "
            "Thank you."
        ),
        day_offset=-85,
    ),
    Comment(
        on=("post", "an-evening-past-midnight"),
        author_name="Ruth",
        body="I fell asleep at the break and watched the rest over breakfast. It was worth it.",
        day_offset=-16,
    ),
)
