"""What search engines ask for: the sitemap and robots.txt."""

from flask import Response, current_app, render_template

from webinar.core.access import anyone, policy
from webinar.core.http import public
from webinar.site import queries
from webinar.site.blueprint import bp
from webinar.site.links import absolute, path_of
from webinar.webinars.queries import archive_years, categories

#: sitemaps.org: at most 50,000 addresses in one file
_MOST = 50_000
_LISTS = (
    "/",
    "/webinars/",
    "/webinars/archive/",
    "/categories/",
    "/series/",
    "/speakers/",
    "/papers/",
    "/news/",
)
_ROBOTS = """\
User-agent: *
Disallow: /organize/
Disallow: /my/
Disallow: /search/suggest
Disallow: /sign-in

Sitemap: {sitemap}
"""


@bp.get("/sitemap.xml")
@policy(anyone)
@public
def sitemap() -> Response:
    """Every listed page (sitemaps.org, 0.9)."""
    pages = [(path, None) for path in _LISTS]
    pages += [(f"/webinars/archive/{year}/", None) for year in archive_years()]
    pages += [(path_of("categories", one.slug), None) for one in categories()]
    for path, at in queries.addresses():
        end = "/" if path.endswith("/") else ""
        pages.append((path_of(*path.strip("/").split("/"), end=end), at))
    body = render_template(
        "site/sitemap.xml", pages=[(absolute(path), at) for path, at in pages[:_MOST]]
    )
    return Response(body, mimetype="application/xml")


@bp.get("/favicon.ico")
@policy(anyone)
@public
def favicon() -> Response:
    """For who does not read a page's head: readers of feeds, old browsers."""
    return current_app.send_static_file("img/favicon.ico")


@bp.get("/robots.txt")
@policy(anyone)
@public
def robots() -> Response:
    """Feeds stay allowed: Google's calendar obeys this file (facts/icalendar.md)."""
    return Response(_ROBOTS.format(sitemap=absolute("/sitemap.xml")), mimetype="text/plain")
