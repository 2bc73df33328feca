"""RFC 9110, 15.5.6: a method that a page does not take answers 405 with what it takes."""

import pytest

pytestmark = pytest.mark.checklist(37)


@pytest.mark.parametrize(
    "method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND", "MIX"]
)
@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_405_where_the_page_exists_and_404_elsewhere(site, method, headers):
    client = site.test_client()
    # PROPFIND at the home page leads to the calendars.
    home = () if method == "PROPFIND" else ("/",)
    for path in (*home, "/contact", "/organize/"):
        answer = client.open(path, method=method, headers=headers)
        assert answer.status_code == 405, path
        taken = set(answer.headers["Allow"].split(", "))
        assert {"GET", "HEAD"} <= taken
        assert method not in taken
        assert "Content-Security-Policy" in answer.headers
    answer = client.open("/there/is/nothing", method=method, headers=headers)
    assert answer.status_code == 404
    assert "Allow" not in answer.headers


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_a_page_takes_is_still_asked_where_it_comes_from(site):
    client = site.test_client()
    assert client.post("/contact", headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/", headers={"Origin": "https://evil.example"}).status_code == 405
