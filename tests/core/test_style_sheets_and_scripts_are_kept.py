"""Our own files: with their version in the address browsers keep them, compressed, for a year."""

import gzip
import re
from typing import Any

import pytest

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_pages_name_versions_that_are_right(client: Any) -> None:
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/contact").text)
    assert len(found) >= 4
    for address in found:
        answer = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable", address
        plain = client.get(address).data
        if len(plain) > 600:
            assert answer.headers["Content-Encoding"] == "gzip", address
            assert gzip.decompress(answer.data) == plain


@pytest.mark.parametrize("query", ["", "?v=0000000000", "?v=", "?v=../x"])
def test_another_version_is_asked_for_again(client: Any, query: str) -> None:
    answer = client.get(f"/static/css/site.css{query}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


def test_what_does_not_exist(client: Any) -> None:
    assert client.get("/static/css/none.css?v=0000000000").status_code == 404
