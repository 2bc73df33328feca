"""Signposting: where a program finds what belongs to a page (RFC 8288; signposting.org, FAIR)."""

from webinar.papers.citing.forms import FORMS
from webinar.papers.citing.works import Work

#: a header longer than this is cut by servers on the way
_MOST_FILES = 8


def link_to_page(url: str, relation: str) -> str:
    """The value of `Link` that leads back to the page: `collection` of a file, `describes`."""
    return f'<{url}>; rel="{relation}"; type="text/html"'


def link_header(work: Work) -> str:
    """The value of `Link` of a paper's page."""
    links = [
        f'<{work.doi_url or work.url}>; rel="cite-as"',
        '<https://schema.org/ScholarlyArticle>; rel="type"',
        '<https://schema.org/AboutPage>; rel="type"',
    ]
    if work.licence_url:
        links.append(f'<{work.licence_url}>; rel="license"')
    authors = dict.fromkeys(creator.url for creator in work.creators if creator.url)
    links += [f'<{url}>; rel="author"' for url in list(authors)[:_MOST_FILES]]
    links += [
        f'<{work.url.rstrip("/")}{end}>; rel="describedby"; type="{form.media_type}"'
        for end, form in FORMS.items()
    ]
    links += [f'<{url}>; rel="item"; type="{kind}"' for url, kind in work.files[:_MOST_FILES]]
    return ", ".join(links)
