"""A mail server with moods: no line, hangs, puts off, refuses for good, or takes the mail."""

import contextlib
import re
import socket
import threading
import time
from collections import Counter

CLOSED, HANGS, LATER, NEVER, WELL = "closed", "hangs", "451", "550", "well"


class MailServer:
    """Listens on one port all the time; `mood` may change at any moment."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.mood = CLOSED
        #: seconds between a whole mail and its 250
        self.pause = 0.0
        #: Message-ID -> how often it was taken with 250
        self.taken: Counter[str] = Counter()
        self.attempts = 0
        self._door: socket.socket | None = None

    def be(self, mood: str) -> None:
        """Change the mood; CLOSED takes the port away."""
        self.mood = mood
        if mood == CLOSED and self._door is not None:
            with contextlib.suppress(OSError):
                # Wakes the thread that waits for a caller.
                self._door.shutdown(socket.SHUT_RDWR)
            self._door.close()
            self._door = None
        elif mood != CLOSED and self._door is None:
            self._door = socket.create_server(("127.0.0.1", self.port), backlog=50)
            threading.Thread(target=self._listen, args=(self._door,), daemon=True).start()

    def _listen(self, door: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = door.accept()
                threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        self.attempts += 1
        mood = self.mood
        with line, contextlib.suppress(OSError):
            if mood == HANGS:
                # Nothing is ever said; the caller goes away by itself.
                line.recv(1)
                return
            stream = line.makefile("rwb")
            stream.write(b"220 ready\r\n")
            stream.flush()
            while word := stream.readline():
                stream.write(self._reply(word.upper(), mood, stream))
                stream.flush()

    def _reply(self, word: bytes, mood: str, stream: object) -> bytes:
        if word.startswith(b"RCPT") and mood in (LATER, NEVER):
            return f"{mood} not now\r\n".encode() if mood == LATER else b"550 no such person\r\n"
        if word.startswith(b"DATA"):
            return self._take(stream)
        if word.startswith(b"QUIT"):
            return b"221 bye\r\n"
        return b"250 OK\r\n"

    def _take(self, stream: object) -> bytes:
        stream.write(b"354 go on\r\n")  # type: ignore[attr-defined]
        stream.flush()  # type: ignore[attr-defined]
        lines = []
        while (part := stream.readline()) not in (b".\r\n", b""):  # type: ignore[attr-defined]
            lines.append(part)
        found = re.search(rb"^Message-ID:\s*(\S+)", b"".join(lines), re.M | re.I)
        self.taken[found[1].decode() if found else "?"] += 1
        time.sleep(self.pause)
        return b"250 taken\r\n"
