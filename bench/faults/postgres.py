"""A throw-away PostgreSQL of our own that can be stopped, started again and looked into."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

_USER = "webinar"


class Server:
    """Listens on a socket file in its own folder, and on no port."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries = binaries
        self._folder = folder
        known = {entry.pw_name for entry in pwd.getpwall()}
        # PostgreSQL refuses to run as root.
        self._account = "" if os.geteuid() else "postgres" if "postgres" in known else "nobody"
        self.url = f"postgresql://{_USER}@/webinar?host={folder}"

    def make(self) -> None:
        if self._account:
            shutil.chown(self._folder, self._account)
        self._run("initdb", "--username", _USER, "--auth", "trust", "--encoding", "UTF8")
        self.start()
        made = ["--host", str(self._folder), "--username", _USER, "webinar"]
        subprocess.run([str(self._binaries / "createdb"), *made], check=True)  # noqa: S603

    def start(self) -> None:
        said = f"-c listen_addresses= -k {self._folder}"
        log = str(self._folder / "log")
        self._run("pg_ctl", "start", "--wait", "--log", log, "--options", said)

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "stop", "--mode", mode)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603
            [str(self._binaries / program), "--pgdata", str(self._folder / "data"), *arguments],
            cwd="/",
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            user=self._account or None,
            group=self._account or None,
            extra_groups=[] if self._account else None,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode(errors='replace')}")


@contextlib.contextmanager
def server() -> Iterator[Server | None]:
    """A running server, until the block ends; None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda it: float(it.parent.name))
    if not found:
        yield None
        return
    # The path of a socket file may have 107 bytes only.
    folder = Path(tempfile.mkdtemp(prefix="webinar-pg-", dir="/tmp"))
    one = Server(found[-1], folder)
    try:
        one.make()
        yield one
    finally:
        with contextlib.suppress(RuntimeError):
            one.stop()
        shutil.rmtree(folder, ignore_errors=True)
