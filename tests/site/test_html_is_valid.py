"""The Nu HTML checker finds nothing on any page, with content and without."""

EMPTY = (
    "/",
    "/webinars/",
    "/webinars/archive/",
    "/categories/",
    "/speakers/",
    "/papers/",
    "/news/",
    "/search",
)
FILLED = (
    "/", "/webinars/", "/webinars/webinar-1/", "/webinars/webinar-1/opening-of-webinar-1/",
    "/webinars/webinar-1/opening-of-webinar-1/join", "/webinars/webinar-1/?tz=Asia/Tokyo",
    "/speakers/", "/speakers/person-1/", "/papers/", "/papers/paper-1/", "/categories/",
    "/categories/history/",
    "/news/", "/news/post-1/", "/search?q=paper", "/search?q=nothingatall", "/webinars/archive/",
    "/webinars/off/", "/webinars/off/opening-of-off/join",
)  # fmt: skip


def test_empty_site(make, client, valid_html):
    for path in EMPTY:
        valid_html(client.get(path).text)


def test_filled_site(make, client, valid_html):
    from webinar.core.journal import SYSTEM
    from webinar.webinars.operations import cancel_webinar

    make.row(1)
    make.webinar("Past", days=-40, language="zh", subtitle="水的故事")
    off = make.webinar("Off", days=3)
    cancel_webinar(webinar_id=off.public_id, reason="The hall is flooded.", by=SYSTEM)
    for path in FILLED:
        valid_html(client.get(path).text)
