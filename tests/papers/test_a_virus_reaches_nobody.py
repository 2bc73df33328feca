"""facts/security.md 44: with a scanner, what is infected is refused, and what it did not see waits.

The scanner is a fake that speaks clamd's INSTREAM and knows the EICAR test file.
"""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.papers.conftest import a_file
from tests.support import people
from webinar.settings import Settings, WrongSetting

pytestmark = pytest.mark.checklist(44)
#: harmless by agreement, and a virus to every scanner (eicar.org); put together only here
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*\n").encode()
#: what the fake calls broken
BROKEN = b"an archive in an archive in an archive"


def _read(line: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size and (more := line.recv(size - len(data))):
        data += more
    return data


def _serve(door: socket.socket, seen: list[bytes]) -> None:
    """As clamd(8) says: pieces with their length before them, an empty one at the end."""
    while True:
        try:
            line, _ = door.accept()
        except OSError:
            return
        with line, contextlib.suppress(OSError):
            if (order := _read(line, 6)) == b"zPING\0":
                line.sendall(b"PONG\0")
                continue
            assert order + _read(line, 4) == b"zINSTREAM\0"
            data = b""
            while size := int.from_bytes(_read(line, 4)):
                data += _read(line, size)
            seen.append(data)
            answer = b"stream: OK"
            if EICAR.strip() in data:
                answer = b"stream: Eicar-Signature FOUND"
            if BROKEN in data:
                answer = b"INSTREAM size limit exceeded. ERROR"
            line.sendall(answer + b"\0")


@contextlib.contextmanager
def scanning(address: str | tuple[str, int]) -> Iterator[list[bytes]]:
    """A scanner there; what it was given."""
    seen: list[bytes] = []
    with socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET) as door:
        door.bind(address)
        door.listen()
        thread = threading.Thread(target=_serve, args=(door, seen), daemon=True)
        thread.start()
        yield seen
        door.shutdown(socket.SHUT_RDWR)
    thread.join(5)
    if isinstance(address, str):
        Path(address).unlink()


@pytest.fixture
def place(app: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The socket's path, as the setting has it; nothing listens there yet."""
    app.config["SCANNER"] = str(tmp_path_factory.mktemp("s") / "clamd")
    return str(app.config["SCANNER"])


def scans(app: Any) -> list[str]:
    from webinar.core.db import db
    from webinar.core.files import StoredFile

    with app.app_context():
        return [row.scan for row in db.session.query(StoredFile).order_by(StoredFile.id)]


def test_an_infected_file_is_refused_in_words_and_not_kept(
    app: Any, writer: Any, place: str, settings: Settings
) -> None:
    with scanning(place) as seen:
        answer = writer().new(files=a_file(b"Rivers.\n" + EICAR, "rivers.txt"))
        assert answer.status_code == 422
        assert "A virus was found in this file" in answer.text
        good = writer("Li Qingsi", "li@example.org")
        paper_id = good.draft(files=a_file(b"Clean as a river.\n", "clean.txt"))
        assert good.submit(paper_id).status_code == 303
        ada = people.organizer(app)
        assert "It is published" in step(ada, paper_id, "publish")
    assert [len(one) for one in seen] == [8 + len(EICAR), 18]
    assert scans(app) == [""]
    assert list((settings.data / "incoming").iterdir()) == []


def step(browser: Any, paper_id: str, name: str) -> str:
    path = f"/organize/papers/{paper_id}/{name}"
    return str(browser.post(path, follow_redirects=True).text)


@pytest.mark.parametrize("content", [b"Words.\n", b"Words.\n" + EICAR, BROKEN])
def test_what_could_not_be_looked_at_waits_and_is_tried_again(
    app: Any, writer: Any, place: str, content: bytes
) -> None:
    """Closed while the scanner is away; opened, or shut for good, once it is back."""
    from webinar.core.db import db
    from webinar.papers.jobs import look_for_viruses
    from webinar.papers.models import PaperFile

    maria, ada = writer(), people.organizer(app)
    paper_id = maria.draft(files=a_file(content, "rivers.txt"))
    assert scans(app) == ["waiting"]
    assert "not checked for viruses yet" in maria.client.get(maria.path(paper_id)).text
    assert maria.submit(paper_id).status_code == 303
    with app.app_context():
        draft, handed_in = [row.public_id for row in db.session.query(PaperFile)]
    doors = [maria.path(f"{paper_id}/files/{draft}")]
    doors += [f"/organize/papers/{paper_id}/files/{one}" for one in (draft, handed_in)]

    def opened() -> set[int]:
        clients = [maria.client, ada, ada]
        return {one.get(door).status_code for one, door in zip(clients, doors, strict=True)}

    def run() -> None:
        with app.app_context():
            look_for_viruses()

    assert opened() == {403}
    assert "not checked for viruses yet" in step(ada, paper_id, "publish")
    run()
    assert scans(app) == ["waiting"], "nobody answers there"
    with scanning(place):
        run()
        run()
    if content == BROKEN:
        assert (scans(app), opened()) == (["waiting"], {403})
    elif EICAR in content:
        assert (scans(app), opened()) == (["infected"], {403})
        assert "A virus was found" in ada.get(doors[1]).text
        assert "A virus was found" in step(ada, paper_id, "publish")
        assert "A virus was found" in maria.submit(paper_id).text
        assert "A virus was found" in maria.client.get(maria.path(paper_id)).text
        maria.client.post(maria.path(f"{paper_id}/files/{draft}/remove"))
        assert maria.submit(paper_id).status_code == 303
        assert "It is published" in step(ada, paper_id, "publish")
    else:
        assert (scans(app), opened()) == ([""], {200})
        assert "It is published" in step(ada, paper_id, "publish")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_by_a_port_of_this_machine_too(app: Any, tmp_path: Path) -> None:
    from tests.support.serving import free_port
    from webinar.core import scanner

    port = free_port()
    app.config["SCANNER"] = f"127.0.0.1:{port}"
    file = tmp_path / "file"
    file.write_bytes(b"x" * 700_000 + EICAR)
    with app.app_context():
        with scanning(("127.0.0.1", port)) as seen:
            assert scanner.look(file) is scanner.Verdict.INFECTED
            assert scanner.answers(app.config["SCANNER"])
        assert seen == [file.read_bytes()]
        assert scanner.look(file) is scanner.Verdict.WAITING
        assert not scanner.answers(app.config["SCANNER"])
        app.config["SCANNER"] = ""
        assert scanner.look(file) is scanner.Verdict.CLEAN, "nobody is asked by default"


@pytest.mark.parametrize("value", ["clamd", "clamscan --stdout", "127.0.0.1", "http://a:1/x"])
def test_a_wrong_setting_does_not_start(value: str, tmp_path: Path) -> None:
    """Else a typing error would be a site without a scanner."""
    with pytest.raises(WrongSetting, match="WEBINAR_SCANNER"):
        Settings(data=tmp_path, scanner=value)
