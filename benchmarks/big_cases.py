"""What the largest and the nastiest documents cost to understand and to compare.

    python benchmarks/big_cases.py [CASE...] [--files FOLDER] [--twice] [--list]

Each case is an old and a new document of invented text, compared as ``clausewatch compare`` does
it, in a process of its own: extraction of both, analysis of both, comparison with its JSON. CPU
seconds stand per part, then together, with how many times as long that is as splitting the same two
texts into words, which does not depend on the machine; then the peak memory of the process.
The aim is 5 s and 500 MB for everything together; a case that misses it is marked. ``--files``
adds cases made of the Markdown files of a folder: every fifth word of the invented texts is no word
of any language, which costs more than what people write.

The digest is of both inspections and of the comparison, as JSON: the same on every run, and with
``--twice`` a second run under another seed of hashes must give it too.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from big_documents import CASES, LANGUAGES, Pair, Writer, of_files

ROOT = Path(__file__).resolve().parent.parent

_SECONDS, _MEGABYTES = 5.0, 500.0
_PATIENCE = 60  # CPU seconds of a case; one that takes longer is as bad as one without an end
_ROUNDS = 5


def measure(name: str, files: Path | None) -> dict[str, Any]:
    """One case in this process: seconds of each part, peak memory, digest."""
    sys.path.insert(0, str(ROOT))
    from crawler.extract import Format, extract  # noqa: PLC0415  not where they are told
    from monitor.analysis import analyse, comparison_json  # noqa: PLC0415
    from monitor.cli.reading import (  # noqa: PLC0415
        Reading,
        compare_readings,
        inspection_shape,
    )
    from monitor.garbage import search_seldom  # noqa: PLC0415

    resource.setrlimit(resource.RLIMIT_CPU, (_PATIENCE, _PATIENCE + 1))
    search_seldom()  # as in every command
    texts = cases_with(files)[name]()
    bodies = [text.encode() for text in texts]
    form = Format.HTML if texts[0].startswith("<!doctype html>") else Format.MARKDOWN
    _warm(extract, analyse)
    seconds: list[float] = []

    def timed(work: Callable[[], Any]) -> Any:
        began = time.process_time()
        made = work()
        seconds.append(time.process_time() - began)
        return made

    old = timed(lambda: extract(bodies[0], format=form))
    before = timed(lambda: analyse(old.document))
    new = timed(lambda: extract(bodies[1], format=form))
    after = timed(lambda: analyse(new.document, earlier=(before.dates,)))
    readings = [Reading(extraction=old, analysis=before), Reading(extraction=new, analysis=after)]
    shape = timed(lambda: comparison_json(compare_readings(*readings)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    shapes = [shape, *map(inspection_shape, readings)]
    told = json.dumps(shapes, ensure_ascii=False, default=str).encode()
    return {
        "parts": seconds,
        "baseline": _split(texts),
        "megabytes": peak,
        "bytes": sum(map(len, bodies)) // 2,
        "digest": hashlib.sha256(told).hexdigest()[:12],
    }


def cases_with(files: Path | None) -> dict[str, Callable[[], Pair]]:
    return CASES | of_files(files) if files else CASES


def _warm(extract: Callable[..., Any], analyse: Callable[..., Any]) -> None:
    """What is read from data files at first use is no cost of a document."""
    for language in LANGUAGES:
        analyse(extract(Writer(9).paragraph(language).encode()).document)


def _split(texts: Pair) -> float:
    """Seconds that splitting both texts into words takes, the mean of some rounds."""
    began = time.process_time()
    for text in texts * _ROUNDS:
        text.casefold().split()
    return max(1e-6, (time.process_time() - began) / _ROUNDS)


def measured_apart(name: str, files: Path | None, seed: str) -> dict[str, Any] | None:
    """The same in a process of its own; None when its time was up."""
    environment = os.environ | {"PYTHONHASHSEED": seed}
    command = [sys.executable, __file__, "--here", name]
    if files:
        command += ["--files", str(files)]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    if done.returncode == -signal.SIGXCPU:
        return None
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr.decode()}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


_HEAD = (
    f"{'case':32}{'kB':>6}{'read':>7}{'analyse':>8}{'read':>7}{'analyse':>8}{'compare':>8}"
    f"{'all, s':>8}{'ratio':>7}{'MB':>6}  {'aim':11}digest"
)


def told(name: str, found: dict[str, Any]) -> str:
    parts, megabytes = found["parts"], found["megabytes"]
    total = sum(parts)
    missed = [
        word
        for word, is_so in (("time", total > _SECONDS), ("memory", megabytes > _MEGABYTES))
        if is_so
    ]
    extracted, analysed, extracted2, analysed2, compared = parts
    return (
        f"{name:32}{found['bytes'] // 1000:>6}{extracted:7.2f}{analysed:8.2f}{extracted2:7.2f}"
        f"{analysed2:8.2f}{compared:8.2f}{total:8.2f}{total / found['baseline']:7.0f}"
        f"{megabytes:6.0f}  {' and '.join(missed) or 'met':11}{found['digest']}"
    )


def run(names: Sequence[str], *, files: Path | None, twice: bool) -> Iterator[bool]:
    """Whether the aim was met, case by case."""
    for name in names:
        found = measured_apart(name, files, "1")
        if found is None:
            print(f"{name:32}not done after {_PATIENCE} s", flush=True)
            yield False
            continue
        line = told(name, found)
        again = measured_apart(name, files, "2") if twice else found
        if again is None or again["digest"] != found["digest"]:
            line += " and another one the second time"
        print(line, flush=True)
        yield sum(found["parts"]) <= _SECONDS and found["megabytes"] <= _MEGABYTES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="some of them (default: all)")
    parser.add_argument("--files", type=Path, metavar="FOLDER", help="cases of its Markdown, too")
    parser.add_argument("--twice", action="store_true", help="again, with another seed of hashes")
    parser.add_argument("--list", action="store_true", help="the names of all cases")
    parser.add_argument("--here", metavar="CASE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        print(json.dumps(measure(options.here, options.files)))
        return
    cases = cases_with(options.files)
    if options.list:
        print("\n".join(cases))
        return
    unknown = [name for name in options.cases if name not in cases]
    if unknown:
        parser.error(f"no case {unknown[0]!r}; --list names them")
    print(f"aim: {_SECONDS:.0f} s of CPU and {_MEGABYTES:.0f} MB in all\n{_HEAD}", flush=True)
    names = options.cases or list(cases)
    met = list(run(names, files=options.files, twice=options.twice))
    print(f"{sum(met)} of {len(met)} cases within the aim")


if __name__ == "__main__":
    main()
