"""Memory of a running site: what each of its processes holds, and the most it held."""

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Held:
    """Of one process, in bytes."""

    now: int
    peak: int


def family(process: int) -> list[int]:
    """The process and all that it started, as they are now."""
    parents: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents.setdefault(int(fields[1]), []).append(int(place.parent.name))
    found = [process]
    for one in found:
        found += parents.get(one, [])
    return found


def held(process: int) -> Held:
    """Raises FileNotFoundError for one that has ended."""
    words = Path(f"/proc/{process}/status").read_text()
    sizes = {name: int(size) * 1024 for name, size in re.findall(r"^(Vm\w+):\s+(\d+)", words, re.M)}
    if not sizes:
        # It has ended, and nobody has asked how yet.
        raise FileNotFoundError(f"process {process}")
    return Held(sizes["VmRSS"], sizes["VmHWM"])


def forget_peaks(processes: list[int]) -> None:
    """The most that each held is counted from now on (proc(5), clear_refs)."""
    for process in processes:
        with suppress(FileNotFoundError, ProcessLookupError):
            Path(f"/proc/{process}/clear_refs").write_text("5")
