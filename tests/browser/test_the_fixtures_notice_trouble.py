"""The page log and axe must see what they are there to see."""

import http.server
import threading

import pytest

_CSP = "default-src 'self'; style-src 'self'; script-src 'self'"
_PAGES = {
    "/": "<title>good</title><main><h1>Good</h1></main>",
    "/style": '<title>bad</title><main><h1 style="color: red">Bad</h1></main>',
    "/alt": '<title>bad</title><main><h1>Bad</h1><img src="/picture"></main>',
    "/elsewhere": '<title>bad</title><main><h1>Bad</h1><a href="http://192.0.2.1/">x</a></main>',
}


class _Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        found = _PAGES.get(self.path)
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", _CSP)
        self.end_headers()
        self.wfile.write(f'<!doctype html><html lang="en">{found or "nothing"}'.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def tiny_page(new_context):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield new_context(base_url=f"http://127.0.0.1:{site.server_port}").new_page()
        site.shutdown()


def test_a_good_page_has_nothing_against_it(tiny_page, axe, page_log):
    page_log.expect(r"404.*favicon")
    tiny_page.goto("/")
    assert axe(tiny_page) == []


def test_a_refused_style_is_noticed(tiny_page, page_log):
    page_log.expect(r"404.*favicon")
    tiny_page.goto("/style")
    tiny_page.wait_for_timeout(100)
    assert any("Content Security Policy" in one for one in page_log.unexpected())
    page_log.problems.clear()


def test_a_missing_file_is_noticed_and_axe_names_the_fault(tiny_page, page_log, axe):
    page_log.expect(r"404.*favicon")
    tiny_page.goto("/alt")
    assert any("image-alt" in one for one in axe(tiny_page))
    assert any("404" in one and "/picture" in one for one in page_log.unexpected())
    page_log.problems.clear()


def test_a_request_to_another_host_is_noticed(tiny_page, page_log):
    page_log.expect(r"404.*favicon")
    tiny_page.route("http://192.0.2.1/", lambda route: route.fulfill(body="elsewhere"))
    tiny_page.goto("/elsewhere")
    tiny_page.get_by_role("link").click()
    tiny_page.wait_for_url("http://192.0.2.1/")
    assert any("another host" in one for one in page_log.unexpected())
    page_log.problems.clear()
