"""Signposting: where a program finds what belongs to a page (RFC 8288; signposting.org, FAIR)."""

from webinar.papers.citing import bibtex, csl, ris
from webinar.papers.citing.works import Work

#: suffix of the page's address without its slash -> media type
FORMS = {
    "bib": bibtex.MEDIA_TYPE.partition(";")[0],
    "ris": ris.MEDIA_TYPE.partition(";")[0],
    "csl.json": csl.MEDIA_TYPE,
}
#: a header longer than this is cut by servers on the way
_MOST_FILES = 8


def link_header(work: Work) -> str:
    """The value of `Link` of a paper's page."""
    links = [
        f'<{work.url}>; rel="cite-as"',
        '<https://schema.org/ScholarlyArticle>; rel="type"',
        '<https://schema.org/AboutPage>; rel="type"',
    ]
    authors = dict.fromkeys(creator.url for creator in work.creators if creator.url)
    links += [f'<{url}>; rel="author"' for url in list(authors)[:_MOST_FILES]]
    links += [
        f'<{work.url.rstrip("/")}.{form}>; rel="describedby"; type="{kind}"'
        for form, kind in FORMS.items()
    ]
    links += [f'<{url}>; rel="item"; type="{kind}"' for url, kind in work.files[:_MOST_FILES]]
    return ", ".join(links)
