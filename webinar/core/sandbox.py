"""Work on files from strangers, done in a child process with limits.

`run("webinar.core.pdf:_read", {...})` starts a fresh Python that knows neither our settings nor
our secrets, sets its limits (address space, processor and wall time, no core file, no file growth,
no children) and calls the named function with the arguments; the answer comes back as JSON, bytes
included. A parser that loops, sleeps, swells, forks or crashes takes only the child with it, and
the caller gets `ConversionFailed` with a sentence for the person who handed the file in.
"""

import base64
import contextlib
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from webinar.core.plainerror import N_, PlainError

#: Defaults: enough for a 50 MB paper, small enough for a machine with 1 GB.
SECONDS = 30
MEMORY_MB = 768
#: Largest answer that is taken from a child, in bytes.
MAX_ANSWER = 64 * 1024 * 1024

TOO_LONG = N_(
    "This file takes too long to read. Save it again in its program, or hand in a PDF instead."
)
TOO_LARGE = N_(
    "This file unpacks to more than this site can read. Make it smaller, for instance with smaller "
    "pictures, and hand it in again."
)
UNREADABLE = N_(
    "This file cannot be read; it may be damaged. Open it in its program, save it again and hand "
    "in the new file."
)


class ConversionFailed(PlainError):
    """A file could not be read; the sentence says what its owner can do."""


def run(
    target: str,
    arguments: Mapping[str, Any],
    *,
    seconds: float = SECONDS,
    memory_mb: int = MEMORY_MB,
) -> Any:
    """Call `target` ("module:function") with keyword arguments in a limited child process.

    Arguments and answer are what JSON knows, and bytes. Raises ConversionFailed when the child
    exceeds a limit, dies, or its function raises ConversionFailed or anything else.
    """
    root = str(Path(__file__).resolve().parent.parent.parent)
    with tempfile.TemporaryDirectory(prefix="webinar-sandbox-") as made:
        # As the system names it when it is asked where a process works.
        folder = str(Path(made).resolve())
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-s", "-m", "webinar.core.sandbox", target],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={
                "PYTHONPATH": root,
                "PYTHONDONTWRITEBYTECODE": "1",
                "LANG": "C.UTF-8",
                "TMPDIR": folder,
                # Arenas of many threads would count against the address space.
                "MALLOC_ARENA_MAX": "2",
            },
            start_new_session=True,
        )
        order = {"seconds": seconds, "memory_mb": memory_mb, "arguments": arguments}
        try:
            answer, _ = child.communicate(json.dumps(order, default=_pack).encode(), seconds + 5)
        except subprocess.TimeoutExpired:
            raise ConversionFailed(TOO_LONG) from None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            _kill_those_in(folder)
    if child.returncode == -signal.SIGXCPU:
        raise ConversionFailed(TOO_LONG)
    return _opened(answer)


def _kill_those_in(folder: str) -> None:
    """Whoever the child started, in a session of its own or not: they work where it did."""
    for place in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if str(place.readlink()) == folder:
                os.kill(int(place.parent.name), signal.SIGKILL)


def _opened(answer: bytes) -> Any:
    try:
        said = json.loads(answer, object_hook=_unpack)
    except ValueError:
        # It died before it could answer: a crash of the parser or the memory limit.
        raise ConversionFailed(UNREADABLE) from None
    if "failed" in said:
        raise ConversionFailed(said["failed"], **said["values"])
    return said["result"]


def _pack(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    raise TypeError(f"a {type(value).__name__} cannot cross the sandbox")


def _unpack(value: dict[str, Any]) -> Any:
    return base64.b64decode(value["$bytes"]) if set(value) == {"$bytes"} else value


def _limit(seconds: float, memory_mb: int) -> None:
    cpu = max(1, round(seconds))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 2))
    memory = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    # Not heeded for root, whose children are looked for afterwards.
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    # Whoever waits for it may be killed: then nobody else would end a child that sleeps.
    signal.alarm(cpu + 10)


def _serve(target: str) -> None:
    """The child: limits first, then the import, then the call."""
    order = json.loads(sys.stdin.buffer.read(), object_hook=_unpack)
    out = os.dup(1)
    os.dup2(2, 1)  # what a parser prints must not mix with the answer
    _limit(order["seconds"], order["memory_mb"])
    module_name, _, function_name = target.partition(":")
    if not module_name.startswith("webinar."):
        raise ValueError(target)
    try:
        function = getattr(importlib.import_module(module_name), function_name)
        answer = json.dumps({"result": function(**order["arguments"])}, default=_pack).encode()
        if len(answer) > MAX_ANSWER:
            raise MemoryError
    except MemoryError:
        answer = json.dumps({"failed": TOO_LARGE, "values": {}}).encode()
    except PlainError as error:
        answer = json.dumps({"failed": error.message, "values": error.values}).encode()
    except Exception:  # noqa: BLE001 - whatever a parser raises is one sentence for the owner
        answer = json.dumps({"failed": UNREADABLE, "values": {}}).encode()
    with os.fdopen(out, "wb") as pipe:
        pipe.write(answer)


if __name__ == "__main__":
    _serve(sys.argv[1])
