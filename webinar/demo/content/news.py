"""News posts and the three standing pages.

The standing pages say openly that this is an example; the owner of a site has to replace them.
"""

from __future__ import annotations

from webinar.demo.content.kinds import Page, Post

POSTS: tuple[Post, ...] = (
    Post(
        slug="tides-afternoon-is-near",
        title="The tides afternoon is near: what to bring",
        day_offset=-1,
        body=(
            "Our afternoon on **tides and harbours** is about to begin. If you would like to "
            "take part in the workshop, have these at hand:\n\n"
            "- a pencil and squared paper,\n"
            "- a tide table of a place you know, on paper or on screen,\n"
            "- ten minutes before the start, to test your sound.\n\n"
            "The page of the webinar shows its times in London time and in yours. If you "
            "subscribe to its calendar, any change will reach you without a mail."
        ),
    ),
    Post(
        slug="letters-webinar-cancelled",
        title="“Letters Across Borders” cannot take place as planned",
        day_offset=-3,
        body=(
            "The reading room of the Museum of Letters is closed for building work in the week "
            "for which we had planned *Letters Across Borders*. We are sorry.\n\n"
            "Calendars that subscribe to it show the webinar as cancelled. A new date will be "
            "given here and on its page."
        ),
    ),
    Post(
        slug="recordings-of-finding-the-book",
        title="Two recordings from “Finding the Book”",
        day_offset=-6,
        body=(
            "The recordings of the first two sessions are now linked from the pages of the "
            "sessions. The workshop was not recorded, as those taking part had asked.\n\n"
            "The paper by Grace Adeyinka and Marcus Bellweather can be read on this site, and "
            "printed."
        ),
    ),
    Post(
        slug="an-evening-past-midnight",
        title="An evening that went past midnight",
        day_offset=-18,
        body=(
            "Thank you to all who stayed up with us for *Counting Living Things*. Between a "
            "reef and a roof we learned a good deal about zeros.\n\n"
            "Some asked what they can do themselves. Renata Aguiar's answer was short:\n\n"
            "> A chair, a blanket, and the week around full moon.\n\n"
            "The rest is in the paper."
        ),
    ),
    Post(
        slug="how-to-hand-in-a-paper",
        title="How to hand in a paper",
        day_offset=-40,
        body=(
            "You do not need an account. Follow these steps:\n\n"
            "1. Open the page *Call for papers* and leave your mail address.\n"
            "2. You get a personal link. Keep it: it is your key.\n"
            "3. Paste your text or send a file. Headings and lists are found for you.\n"
            "4. Look at the preview beside your original, and hand it in.\n\n"
            "You can come back through the same link and replace the paper by a new version."
        ),
    ),
    Post(
        slug="calendars-that-stay-right",
        title="Calendars that stay right",
        day_offset=-90,
        body=(
            "Each webinar, category and speaker on this site has a calendar of its own. When "
            "you *subscribe* to one, your calendar program asks for changes from time to time. "
            "When you *download* one, you get it as it is now and nothing more.\n\n"
            "Subscribing is the better choice for anything that lies ahead. Programs differ in "
            "how often they ask: some each hour, some once a day."
        ),
    ),
)

PAGES: tuple[Page, ...] = (
    Page(
        slug="about",
        title="About this site",
        body=(
            "This is an **example site**. It shows what a webinar site can look like when it "
            "is filled: webinars that are past and to come, sessions, speakers, papers and "
            "comments.\n\n"
            "## What is real here\n\n"
            "The people, institutes and webinars are invented, and any likeness is an "
            "accident. There is one exception: the webinar of 16 April 2022, *The Case Against "
            "NATO*, with Professor Li Qingsi of Renmin University of China. Its title, date "
            "and speaker are given as facts. The text of the paper is not included, and this "
            "site takes no side on its subject.\n\n"
            "The papers were written for this example. Their matter is general knowledge and "
            "was written with care, but they have not been through any review.\n\n"
            "Addresses that end in *example.org* lead nowhere.\n\n"
            "## For the owner of this site\n\n"
            "Replace this text by your own: who you are, what your webinars are about, and how "
            "one can take part. The whole example programme can be removed at once, by the "
            "command `webinar demo remove`."
        ),
    ),
    Page(
        slug="privacy",
        title="Privacy",
        body=(
            "This is the privacy page of an **example site**. It is not legal advice, and the "
            "owner has to replace it by a text that fits the site and the law that applies to "
            "it.\n\n"
            "## What the owner should say here\n\n"
            "- who is responsible, with an address;\n"
            "- which data are kept, for what purpose, on what legal ground, and for how long;\n"
            "- who else gets to see them, such as a mail or hosting service;\n"
            "- which rights people have, and whom they can write to.\n\n"
            "## What the software does\n\n"
            "Pages that anyone can read set no cookies. Fonts and scripts come from the site "
            "itself. What people send with a form is stored in the site's own database: a "
            "comment with the name that was given, a message to the organizers, a paper with "
            "its files. People who sign in, and speakers with a personal link, may get a "
            "cookie that is needed for this.\n\n"
            "A link to a video room or a recording may lead to another service with rules of "
            "its own."
        ),
    ),
    Page(
        slug="imprint",
        title="Imprint",
        body=(
            "This is an **example site** without an owner's details. In many countries a "
            "public site has to name the one who is responsible for it. Before this site is "
            "opened to the public, its owner has to fill in:\n\n"
            "- name or organization;\n"
            "- postal address;\n"
            "- mail address, and a telephone number where the law asks for one;\n"
            "- register and number, if there is one;\n"
            "- the person responsible for the content.\n\n"
            "Until then, nothing on these pages comes from a real organization."
        ),
    ),
)
