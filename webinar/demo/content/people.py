"""Who speaks: twenty-five invented people, and one real name given as a fact."""

from __future__ import annotations

from webinar.demo.content.kinds import Speaker


def _site(path: str) -> tuple[str, str]:
    return "Web page", f"https://people.example.org/{path}"


def _identifier(number: str) -> tuple[str, str]:
    return "Researcher identifier", f"https://orcid.example.org/{number}"


COAST_AND_FIELD = (
    Speaker(
        key="imogen-hartley",
        name="Imogen Hartley",
        affiliation="Institute of Coastal Studies",
        position_title="Reader in Coastal Physics",
        biography=(
            "Imogen Hartley grew up beside a harbour that falls dry twice a day. She works on "
            "tides in narrow bays and looks after a small collection of **old tide gauges**, "
            "four of which still run.\n\n"
            "She teaches an evening class in reading charts, open to anyone with a pencil."
        ),
        links=(_site("imogen-hartley"), _identifier("0000-0000-0000-0101")),
        language="en",
    ),
    Speaker(
        key="tomas-ferreira",
        name="Tomás Ferreira",
        affiliation="Atlantic School of Harbour Building",
        position_title="Lecturer in Marine Works",
        biography=(
            "Tomás Ferreira was a surveyor of quays before he began to teach. He writes about "
            "breakwaters, silt, and the long memory of sand."
        ),
        links=(_site("tomas-ferreira"),),
        language="pt",
    ),
    Speaker(
        key="leilani-kahale",
        name="Leilani Kahale",
        affiliation="Lagoon Field Station",
        position_title="Reef Ecologist",
        biography=(
            "Leilani Kahale has swum along the same five lines of a reef every year since she "
            "was a student. She trains volunteers to count corals and to write down zeros."
        ),
        links=(_site("leilani-kahale"), _identifier("0000-0000-0000-0103")),
        language="en",
    ),
    Speaker(
        key="wanjiru-mbogo",
        name="Wanjiru Mbogo",
        affiliation="Highland Soil Laboratory",
        position_title="Head of Laboratory",
        biography=(
            "Wanjiru Mbogo runs a laboratory that takes samples from small farms. Her interest "
            "is in methods that are *good enough and cheap enough* to be used every year."
        ),
        links=(_site("wanjiru-mbogo"), _identifier("0000-0000-0000-0104")),
        language="en",
    ),
    Speaker(
        key="otieno-abuya",
        name="Otieno Abuya",
        affiliation="Rift Valley College of Farming",
        position_title="Field Adviser",
        biography=(
            "Otieno Abuya spends most of the year in the field. He brings together farmers, "
            "students and a steel ring of one hundred cubic centimetres."
        ),
        links=(_site("otieno-abuya"),),
        language="en",
    ),
    Speaker(
        key="saskia-van-drunen",
        name="Saskia van Drunen",
        affiliation="Low Country School of Statistics",
        position_title="Professor of Applied Statistics",
        biography=(
            "Saskia van Drunen advises people who have few data and many questions. She is "
            "the author of a book of exercises in which no sample is larger than twelve."
        ),
        links=(_site("saskia-van-drunen"), _identifier("0000-0000-0000-0106")),
        language="nl",
    ),
    Speaker(
        key="renata-aguiar",
        name="Renata Aguiar",
        affiliation="Southern Flyway Observatory",
        position_title="Ornithologist",
        biography=(
            "Renata Aguiar counts birds at night, with a telescope, a microphone and a good "
            "coat. She leads a yearly count at one mountain gap."
        ),
        links=(_site("renata-aguiar"), _identifier("0000-0000-0000-0107")),
        language="pt",
    ),
    Speaker(
        key="caio-bittencourt",
        name="Caio Bittencourt",
        affiliation="Open Sound Archive",
        position_title="Sound Engineer",
        biography=(
            "Caio Bittencourt builds recorders for rain, wind and long nights, and keeps an "
            "archive of sounds that anyone may use."
        ),
        links=(_site("caio-bittencourt"),),
        language="pt",
    ),
    Speaker(
        key="meenakshi-raghunathan",
        name="Meenakshi Raghunathan",
        affiliation="Banyan Institute of Urban Ecology",
        position_title="Senior Scientist",
        biography=(
            "Meenakshi Raghunathan studies how street trees live, and how people live under "
            "them. She has measured the shade of one avenue for eleven summers."
        ),
        links=(_site("meenakshi-raghunathan"), _identifier("0000-0000-0000-0109")),
        language="en",
    ),
    Speaker(
        key="farid-contractor",
        name="Farid Contractor",
        affiliation="Stepwell Heritage Trust",
        position_title="Architect",
        biography=(
            "Farid Contractor repairs wells, basins and fountains. He draws by hand and asks "
            "each town the same first question: *who has the key to the tap?*"
        ),
        links=(_site("farid-contractor"),),
        language="en",
    ),
)

CRAFT = (
    Speaker(
        key="shen-ruolan",
        name="沈若兰 (Shen Ruolan)",
        affiliation="East Lake Centre for the History of Numbers",
        position_title="Historian of Mathematics",
        biography=(
            "沈若兰研究数字的写法，从算筹到印刷的小数点。\n\n"
            "Shen Ruolan studies how numbers were written down, from counting rods to the "
            "printed decimal point. She likes tables with errors in them."
        ),
        links=(_site("shen-ruolan"), _identifier("0000-0000-0000-0111")),
        language="zh",
    ),
    Speaker(
        key="he-jingxing",
        name="何景行 (He Jingxing)",
        affiliation="Silk Pattern Archive",
        position_title="Curator of Looms",
        biography=(
            "何景行负责织机的保存与修复。\n\n"
            "He Jingxing keeps, mends and works old looms. He learned to knot a pattern "
            "harness from the last weavers of his town who knew how."
        ),
        links=(_site("he-jingxing"),),
        language="zh",
    ),
    Speaker(
        key="ueli-brandegger",
        name="Ueli Brandegger",
        affiliation="Jura Clockmakers' Seminar",
        position_title="Master Clockmaker",
        biography=(
            "Ueli Brandegger makes and teaches escapements. His students build one of each "
            "kind out of wood before they may touch brass."
        ),
        links=(_site("ueli-brandegger"),),
        language="de",
    ),
    Speaker(
        key="eleanor-whitcombe",
        name="Eleanor Whitcombe",
        affiliation="Tower Clock Workshop",
        position_title="Conservator",
        biography=(
            "Eleanor Whitcombe climbs church towers for a living. She has cared for some sixty "
            "clocks and keeps a diary for each of them."
        ),
        links=(_site("eleanor-whitcombe"), _identifier("0000-0000-0000-0114")),
        language="en",
    ),
    Speaker(
        key="henrik-solvang",
        name="Henrik Solvang",
        affiliation="Fjord Museum of Navigation",
        position_title="Keeper of Instruments",
        biography=(
            "Henrik Solvang looks after sextants, sand glasses and ship's clocks, and shows "
            "school classes how to find the latitude with a plank and a nail."
        ),
        links=(_site("henrik-solvang"),),
        language="nb",
    ),
)

WORDS = (
    Speaker(
        key="grace-adeyinka",
        name="Grace Adeyinka",
        affiliation="Riverbank School of Librarians",
        position_title="Associate Professor",
        biography=(
            "Grace Adeyinka teaches cataloguing and the history of libraries. Before that she "
            "drove a library bus for six years."
        ),
        links=(_site("grace-adeyinka"), _identifier("0000-0000-0000-0116")),
        language="en",
    ),
    Speaker(
        key="marcus-bellweather",
        name="Marcus Bellweather",
        affiliation="Hill Town Public Library",
        position_title="Head of Cataloguing",
        biography=(
            "Marcus Bellweather has moved two libraries, one of them twice. He collects "
            "questions that readers asked and the catalogue could not answer."
        ),
        links=(_site("marcus-bellweather"),),
        language="en",
    ),
    Speaker(
        key="layla-almansouri",
        name="ليلى المنصوري (Layla al-Mansouri)",
        affiliation="House of Letters",
        position_title="Translator",
        biography=(
            "تترجم ليلى المنصوري الشعر بين العربية والإنجليزية.\n\n"
            "Layla al-Mansouri translates poetry between Arabic and English, and leads a "
            "circle that meets each month to translate one poem together."
        ),
        links=(_site("layla-almansouri"),),
        language="ar",
    ),
    Speaker(
        key="sami-haddad-nour",
        name="سامي حدّاد نور (Sami Haddad Nour)",
        affiliation="Delta Centre for Phonetics",
        position_title="Phonologist",
        biography=(
            "يدرس سامي حدّاد نور أصوات اللغات وأوزان الشعر.\n\n"
            "Sami Haddad Nour studies the sounds of languages and the metres of verse. He "
            "records lullabies."
        ),
        links=(_site("sami-haddad-nour"), _identifier("0000-0000-0000-0119")),
        language="ar",
    ),
    Speaker(
        key="natalie-thibodeau",
        name="Natalie Thibodeau",
        affiliation="Centre for Shared Works",
        position_title="Legal Writer",
        biography=(
            "Natalie Thibodeau explains licences to people who have better things to do. She "
            "rewrites long sentences as short ones."
        ),
        links=(_site("natalie-thibodeau"),),
        language="fr",
    ),
    Speaker(
        key="kofi-amankwah",
        name="Kofi Amankwah",
        affiliation="Commons Software Workshop",
        position_title="Software Engineer",
        biography=(
            "Kofi Amankwah looks after small open programs that many others rely on. He "
            "answers mail on Thursdays."
        ),
        links=(_site("kofi-amankwah"), _identifier("0000-0000-0000-0121")),
        language="en",
    ),
    Speaker(
        key="morinaga-akiko",
        name="森永明子 (Morinaga Akiko)",
        affiliation="Sumida School of Cartography",
        position_title="Cartographer",
        biography=(
            "Morinaga Akiko draws maps for hospitals, parks and stations. She tests each of "
            "them in grey, outdoors, and with three strangers."
        ),
        links=(_site("morinaga-akiko"), _identifier("0000-0000-0000-0122")),
        language="ja",
    ),
    Speaker(
        key="diego-salvatierra",
        name="Diego Salvatierra",
        affiliation="Andean Workshop for Tactile Maps",
        position_title="Designer",
        biography=(
            "Diego Salvatierra makes maps to be read with the fingers, together with the "
            "people who read them."
        ),
        links=(_site("diego-salvatierra"),),
        language="es",
    ),
)

NATIONS = (
    Speaker(
        key="beatrice-lacombe",
        name="Béatrice Lacombe",
        affiliation="Seminar on the History of Measures",
        position_title="Historian",
        biography=(
            "Béatrice Lacombe writes about weights, lengths and the people who had to agree "
            "on them."
        ),
        links=(_site("beatrice-lacombe"), _identifier("0000-0000-0000-0124")),
        language="fr",
    ),
    Speaker(
        key="ivana-kovacic-lund",
        name="Ivana Kovačić Lund",
        affiliation="Museum of Letters",
        position_title="Curator",
        biography=(
            "Ivana Kovačić Lund collects envelopes that went astray and tries to find out why."
        ),
        links=(_site("ivana-kovacic-lund"),),
        language="hr",
    ),
    Speaker(
        key="li-qingsi",
        name="Li Qingsi",
        affiliation="Renmin University of China",
        position_title="Professor",
        biography=(
            "Professor Li Qingsi of Renmin University of China was a speaker at the webinar of "
            "16 April 2022. The organizers can add a biography here."
        ),
        links=(),
        language="zh",
    ),
)

SPEAKERS: tuple[Speaker, ...] = (*COAST_AND_FIELD, *CRAFT, *WORDS, *NATIONS)

REAL_PEOPLE = frozenset({"li-qingsi"})
"""Speakers who are not invented; only facts are said about them."""
