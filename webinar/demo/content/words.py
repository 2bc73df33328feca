"""Webinars in the category "Words and knowledge": one ahead, three past."""

from __future__ import annotations

from webinar.demo.content.kinds import Session, Webinar

POETRY = Webinar(
    key="translating-poetry",
    title="ترجمة الشعر: ما يبقى وما يتغيّر",
    subtitle="Translating poetry: what stays and what changes",
    summary="لقاء عن ترجمة الشعر بين اللغات: المعنى والصورة والصوت والوزن.",
    description=(
        "القصيدة لا تقول شيئًا بالكلمات فحسب، بل هي مصنوعة منها: من صوتها وطولها وصحبتها. في هذا "
        "اللقاء نسأل ماذا يفعل المترجم حين ينقل قصيدة من لغة إلى أخرى.\n\n"
        "## البرنامج\n\n"
        "- محاضرة عن الترجمة وطرقها\n"
        "- حديث عن أصوات اللغات وأوزان الشعر\n"
        "- ورشة نترجم فيها معًا بيتًا واحدًا\n\n"
        "## In English\n\n"
        "The first session is in Arabic with English slides. The second and the third are in "
        "English and Arabic. No knowledge of Arabic is needed for the workshop."
    ),
    category="words-and-knowledge",
    timezone="Africa/Cairo",
    day_offset=16,
    start="18:00",
    end="20:30",
    state="published",
    language="ar",
    sessions=(
        Session(
            key="what-crosses-over",
            title="ما الذي يعبر مع القصيدة؟",
            kind="keynote",
            start="18:00",
            end="18:45",
            language="ar",
            room="reading-room",
            speakers=(("layla-almansouri", "speaker"), ("sami-haddad-nour", "chair")),
            abstract=(
                "خمس طبقات في القصيدة: المعنى والصورة والصوت والوزن والذاكرة. أيّها يعبر، وأيّها "
                "يجب أن يُبنى من جديد؟"
            ),
        ),
        Session(
            key="the-sounds-that-count",
            title="The Sounds That Count",
            kind="talk",
            start="18:45",
            end="19:30",
            language="en",
            room="reading-room",
            speakers=(("sami-haddad-nour", "speaker"),),
            abstract=(
                "Why the same sound matters in one language and goes unheard in the next, and "
                "what that means for verse."
            ),
        ),
        Session(
            key="one-line-together",
            title="بيت واحد معًا · One Line Together",
            kind="workshop",
            start="19:40",
            end="20:30",
            language="ar",
            room="workshop-room",
            speakers=(("layla-almansouri", "moderator"), ("sami-haddad-nour", "speaker")),
            abstract="We read one line aloud, make a plain version, and then quarrel kindly.",
        ),
    ),
)

LIBRARIES = Webinar(
    key="finding-the-book",
    title="Finding the Book",
    subtitle="How libraries describe the world",
    summary=(
        "A book can stand in one place only, and readers come with many questions. A morning "
        "on lists, cards, numbers and records."
    ),
    description=(
        "From clay lists to linked records, the craft of the catalogue has had one aim: that a "
        "reader who wants something should find it. We look at the great ideas, and at the "
        "shelf next door.\n\n"
        "Those who run a small library, in a club or a school, are warmly invited to the "
        "workshop."
    ),
    category="words-and-knowledge",
    timezone="America/New_York",
    day_offset=-8,
    start="11:00",
    end="13:30",
    state="published",
    sessions=(
        Session(
            key="where-does-this-book-go",
            title="Where Does This Book Go?",
            kind="keynote",
            start="11:00",
            end="11:50",
            language="en",
            room="reading-room",
            speakers=(("grace-adeyinka", "speaker"), ("marcus-bellweather", "chair")),
            abstract="Find, gather, choose: three words that hold the history of the catalogue.",
            recording_url="https://video.example.org/where-does-this-book-go",
            slides_url="https://files.example.org/slides/where-does-this-book-go.pdf",
        ),
        Session(
            key="questions-without-answers",
            title="Questions the Catalogue Could Not Answer",
            kind="talk",
            start="11:50",
            end="12:30",
            language="en",
            room="reading-room",
            speakers=(("marcus-bellweather", "speaker"),),
            abstract="“It was green, and I read it in the summer.” A collection, with thanks.",
            recording_url="https://video.example.org/questions-without-answers",
        ),
        Session(
            key="a-catalogue-for-a-small-shelf",
            title="A Catalogue for a Small Shelf",
            kind="workshop",
            start="12:40",
            end="13:30",
            language="en",
            room="workshop-room",
            speakers=(("marcus-bellweather", "speaker"), ("grace-adeyinka", "speaker")),
            abstract="Thirty subject words, one sheet of paper, and a list of what was missing.",
        ),
    ),
)

MAPS = Webinar(
    key="maps-for-every-reader",
    title="Maps for Every Reader",
    subtitle="Colour, touch and words",
    summary="How to make maps that can be read by people who see, move and read in other ways.",
    description=(
        "A map answers questions: where am I, what is near, how do I get there. Two makers of "
        "maps show how these answers can be given to more people, with no special tools."
    ),
    category="words-and-knowledge",
    timezone="Asia/Tokyo",
    day_offset=-150,
    start="16:00",
    end="17:45",
    state="published",
    sessions=(
        Session(
            key="a-map-for-every-reader",
            title="A Map for Every Reader",
            kind="keynote",
            start="16:00",
            end="16:50",
            language="en",
            room="great-room",
            speakers=(("morinaga-akiko", "speaker"), ("diego-salvatierra", "speaker")),
            abstract="Seven checks that take less than an hour, and what they bring to light.",
            recording_url="https://video.example.org/a-map-for-every-reader",
        ),
        Session(
            key="reading-with-the-fingers",
            title="Reading with the Fingers",
            kind="workshop",
            start="16:55",
            end="17:45",
            language="en",
            room="workshop-room",
            speakers=(("diego-salvatierra", "speaker"),),
            abstract="Draw your way to work with glue and string, and let another hand read it.",
        ),
    ),
)

LICENCES = Webinar(
    key="free-to-share",
    title="Free to Share",
    subtitle="Reading open licences without a lawyer at hand",
    summary="What a licence may grant, what it may ask, and how to say it well in ten minutes.",
    description=(
        "Two hours on the sentences that let others use what you have made: programs, papers, "
        "pictures and recordings.\n\n"
        "What is said here is general knowledge and not legal advice."
    ),
    category="words-and-knowledge",
    timezone="America/Toronto",
    day_offset=-400,
    start="12:00",
    end="13:50",
    state="archived",
    sessions=(
        Session(
            key="four-freedoms-and-a-page",
            title="Four Freedoms and a Page",
            kind="talk",
            start="12:00",
            end="12:50",
            language="en",
            room="great-room",
            speakers=(("natalie-thibodeau", "speaker"), ("kofi-amankwah", "speaker")),
            abstract="Use, study, pass on, improve: four questions to ask of any licence.",
            recording_url="https://video.example.org/four-freedoms-and-a-page",
        ),
        Session(
            key="bring-your-own-licence",
            title="Bring Your Own Licence",
            kind="workshop",
            start="13:00",
            end="13:50",
            language="en",
            room="workshop-room",
            speakers=(("kofi-amankwah", "moderator"), ("natalie-thibodeau", "speaker")),
            abstract="Send a licence you have met and did not understand; we read it together.",
        ),
    ),
)

WORDS_AND_KNOWLEDGE: tuple[Webinar, ...] = (POETRY, LIBRARIES, MAPS, LICENCES)
