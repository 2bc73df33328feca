"""Zone files (TZif, RFC 9636) as zoneinfo finds them: their changes, their rule, their release."""

import hashlib
import struct
import zoneinfo
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module, resources
from pathlib import Path

_HEADER = struct.Struct(">4sc15x6l")


@dataclass(frozen=True)
class Kind:
    """One kind of local time: seconds east of UTC, whether it is called summer time, its name."""

    offset: int
    is_dst: bool
    name: str


@dataclass(frozen=True)
class ZoneFile:
    """What a zone's file says."""

    #: before the first change
    first: Kind
    #: (instant in seconds since 1970 UTC, what is so from then on), in order
    changes: tuple[tuple[int, Kind], ...]
    #: POSIX rule for all that comes after the last change (RFC 9636, 3.3)
    footer: str


def zone_file_bytes(name: str) -> bytes:
    """The file that zoneinfo reads for an IANA name: the system's, else the package's.

    Only for names that `core.clock.zone` knows. Raises OSError.
    """
    for folder in zoneinfo.TZPATH:
        path = Path(folder, name)
        if path.is_file():
            return path.read_bytes()
    return resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()


def read_zone(data: bytes) -> ZoneFile:
    """The parts of a TZif file of version 2 or later. Raises ValueError."""
    magic, version, *counts = _HEADER.unpack_from(data)
    if magic != b"TZif" or version < b"2":
        raise ValueError("not a TZif file of version 2")
    # RFC 9636, 3.2: the first block has 32 bits and says the same in less; skip it.
    at = _HEADER.size + _octets(counts, wide=4)
    *_, utc, std, leap, times, types, chars = _HEADER.unpack_from(data, at)
    at += _HEADER.size
    instants = struct.unpack_from(f">{times}q", data, at)
    indices = data[at + 8 * times : at + 9 * times]
    at += 9 * times
    infos = [struct.unpack_from(">lBB", data, at + 6 * number) for number in range(types)]
    at += 6 * types
    names = data[at : at + chars]
    kinds = [
        Kind(offset, bool(dst), names[index : names.index(b"\0", index)].decode("ascii"))
        for offset, dst, index in infos
    ]
    footer = data[at + chars + 12 * leap + std + utc :]
    changes = tuple(
        (instant, kinds[index]) for instant, index in zip(instants, indices, strict=True)
    )
    return ZoneFile(kinds[0], changes, footer.strip(b"\n").decode("ascii"))


def _octets(counts: list[int], *, wide: int) -> int:
    utc, std, leap, times, types, chars = counts
    return times * (wide + 1) + types * 6 + chars + leap * (wide + 4) + std + utc


@lru_cache(maxsize=64)
def zone_file(name: str) -> ZoneFile:
    """The parts of an IANA zone's file; as long as this process runs, as zoneinfo keeps them."""
    return read_zone(zone_file_bytes(name))


@lru_cache(maxsize=1)
def installed_version() -> str:
    """The release of the zone data that this process uses: `2026f`, else a digest of its files.

    The system's data outranks the package's, as in zoneinfo.
    """
    for folder in zoneinfo.TZPATH:
        if Path(folder, "Europe", "London").is_file():
            return _version_of(Path(folder))
    return str(import_module("tzdata").IANA_VERSION)


def _version_of(folder: Path) -> str:
    source = folder / "tzdata.zi"
    if source.is_file():
        with source.open(encoding="ascii", errors="replace") as lines:
            first = next(lines, "")
        if first.startswith("# version "):
            return first.removeprefix("# version ").strip()[:20]
    if (folder / "+VERSION").is_file():
        return (folder / "+VERSION").read_text("ascii", "replace").strip()[:20]
    digest = hashlib.sha256()
    for name in sorted(zoneinfo.available_timezones()):
        path = folder / name
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:20]
