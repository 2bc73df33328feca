"""`make faults`: break things, one after the other, and print one table. See docs/running.md."""

import argparse
import importlib
import logging
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

from bench.faults.verdicts import Verdict, show

#: in the order of the table; each is a module of this package
NAMES = (
    "smtp_down",
    "disk_full",
    "postgres_restarted",
    "clock_steps",
    "half_open",
    "huge_upload",
    "sigterm",
    "killed",
)


def main() -> None:
    arguments = argparse.ArgumentParser(prog="bench.faults", description=__doc__)
    arguments.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    arguments.add_argument("--keep", action="store_true", help="leave data and logs in /tmp")
    given = arguments.parse_args()
    chosen = given.names or NAMES
    if unknown := set(chosen) - set(NAMES):
        sys.exit(f"There is no fault named {', '.join(sorted(unknown))}. Known: {', '.join(NAMES)}")
    # What the installation in this process logs while its database is away is no news here.
    logging.getLogger().setLevel(logging.CRITICAL)
    verdicts: list[Verdict] = []
    for name in chosen:
        verdicts += _tried(name, keep=given.keep)
    show(verdicts)
    if any(one.is_kept is False for one in verdicts):
        sys.exit(1)


def _tried(name: str, *, keep: bool) -> list[Verdict]:
    """The verdicts of one fault; a script that breaks off is a broken promise, too."""
    print(f"... {name}", file=sys.stderr, flush=True)  # noqa: T201
    module = importlib.import_module(f"bench.faults.{name}")
    folder = Path(tempfile.mkdtemp(prefix=f"webinar-{name}-"))
    found: list[Verdict] = []
    began = time.monotonic()
    try:
        for verdict in module.faults(folder):
            found.append(verdict)
            _say(verdict)
    except Exception as error:  # noqa: BLE001 - the other faults are tried all the same
        traceback.print_exc()
        found.append(Verdict(name, "the script itself", repr(error)[:300], "runs", is_kept=False))
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"    {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)  # noqa: T201
    return found


def _say(one: Verdict) -> None:
    mark = {True: "kept", False: "BROKEN", None: "NOT TRIED"}[one.is_kept]
    print(f"    {mark}: {one.what}: {one.seen}", file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
