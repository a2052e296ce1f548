"""`python -m bench` measures everything, `python -m bench imports backups` these parts alone.

`--quick` only tries that it still can, in seconds.
"""

import argparse
import json
import os
import platform
import statistics
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from bench.registers import Register, postgresql, sqlite


@dataclass(frozen=True)
class Sizes:
    """How much is measured, and how long."""

    registers: list[Callable]
    samples: list[tuple[int, int]]
    list_of: int
    document_of: int
    imported: dict[str, int]
    page_rounds: int
    rounds: int
    seconds: float


FULL = Sizes(
    registers=[sqlite, postgresql],
    samples=[(10, 200), (1_000, 20_000), (10_000, 200_000)],
    list_of=200_000,
    document_of=2_000,
    imported={"csv": 20_000, "xlsx": 20_000, "docx": 500},
    page_rounds=15,
    rounds=5,
    seconds=2.0,
)
QUICK = Sizes(
    registers=[sqlite],
    samples=[(4, 20)],
    list_of=50,
    document_of=20,
    imported={"docx": 50},
    page_rounds=1,
    rounds=1,
    seconds=0.05,
)


def main() -> None:
    parts = {
        part.__name__: part for part in (pages_and_throughput, files, documents, imports, backups)
    }
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny sizes, on SQLite alone")
    parser.add_argument("parts", nargs="*", choices=[[], *parts], metavar="PART")
    args = parser.parse_args()
    sizes = QUICK if args.quick else FULL
    print(
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, Django {django.__version__}"
    )
    for open_register in sizes.registers:
        with open_register() as register:
            print(f"\n## {register.engine}")
            for part in args.parts or parts:
                parts[part](register, sizes)


def pages_and_throughput(register: Register, sizes: Sizes) -> None:
    """The pages at each size, and what the server manages at the largest."""
    at, samples = [], []
    for events, delegates in sizes.samples:
        loaded = register.load_sample(events, delegates)
        at.append(register.measure("pages", str(sizes.page_rounds)))
        if (events, delegates) == sizes.samples[-1]:
            rates = register.measure("throughput", str(sizes.rounds), str(sizes.seconds))
        samples.append((f"{events:,}", f"{delegates:,}", f"{loaded:.0f} s"))
        samples[-1] += (f"{register.remove_sample():.0f} s",)
    numbers = [f"{events:,}" for events, _delegates in sizes.samples]

    print("\n### Pages, rendered anew: queries, then milliseconds (after a change of content)\n")
    table(
        ["page", *(f"queries at {number}" for number in numbers), *(f"ms at {n}" for n in numbers)],
        (
            [
                page,
                *(f"{found[page]['queries']}" for found in at),
                *(f"{found[page]['median']:.1f} ({found[page]['first']:.0f})" for found in at),
            ]
            for page in at[0]
        ),
    )
    print(f"\n### Requests a second at {numbers[-1]} events, one worker\n")
    table(["page", "how", "least", "median", "most", "of hello"], _rates(rates))
    print("\n### The sample itself\n")
    table(["events", "delegates", "load_sample", "--remove"], samples)


def _rates(rates: list[dict]) -> Iterable[list[str]]:
    for rate in rates:
        median = statistics.median(rate["rates"])
        if rate["name"] == "hello":
            floor = median
        numbers = (min(rate["rates"]), median, max(rate["rates"]))
        yield [rate["name"], rate["how"], *(f"{n:,.0f}" for n in numbers), f"{median / floor:.3f}"]


def files(register: Register, sizes: Sizes) -> None:
    """The files of one long list."""
    register.load_sample(1, sizes.list_of)
    straight = "COPY" if register.engine == "PostgreSQL" else "csv.writer over a cursor"
    names = {"csv": "CSV", "floor": f"floor: {straight}", "xlsx": "XLSX"}
    found = {kind: register.measure("files", kind) for kind in names}
    print(f"\n### The list of {sizes.list_of:,} delegates of one event\n")
    table(
        ["file", "seconds", "of floor", "first byte", "first rows", "memory over idle", "size"],
        (
            [
                names[kind],
                f"{each['seconds']:.2f}",
                f"{each['seconds'] / found['floor']['seconds']:.2f}",
                f"{each['first_byte'] * 1000:.0f} ms",
                f"{each['first_rows'] * 1000:.0f} ms",
                f"{each['memory']:.1f} MiB",
                f"{each['size']:.1f} MiB",
            ]
            for kind, each in found.items()
        ),
    )
    register.remove_sample()


def documents(register: Register, sizes: Sizes) -> None:
    """A list of one event as a document."""
    register.load_sample(1, sizes.document_of)
    print(f"\n### The list of {sizes.document_of:,} delegates of one event, as a document\n")
    table(
        ["file", "seconds", "memory over idle", "size"],
        (
            [
                kind.upper(),
                f"{each['seconds']:.2f}",
                f"{each['memory']:.1f} MiB",
                f"{each['size']:.1f} MiB",
            ]
            for kind in ("pdf", "docx")
            for each in [register.measure("files", kind)]
        ),
    )
    register.remove_sample()


def imports(register: Register, sizes: Sizes) -> None:
    """A list that comes in, as each kind of file, and goes back."""
    for kind, rows in sizes.imported.items():
        found = register.measure("imports", kind, str(rows))
        floor = next(iter(found.values()))["seconds"]
        print(f"\n### A list of {rows:,} people comes in, as {kind.upper()}\n")
        table(
            ["what", "seconds", "of floor", "memory over idle"],
            (
                [
                    name,
                    f"{each['seconds']:.2f}",
                    f"{each['seconds'] / floor:.2f}",
                    f"{each['memory']:.1f} MiB",
                ]
                for name, each in found.items()
            ),
        )


def backups(register: Register, sizes: Sizes) -> None:
    """A backup of one long list, restored on each database, and compared row by row."""
    register.load_sample(1, sizes.list_of)
    rows = []
    with TemporaryDirectory() as folder:
        backup = Path(folder, "of-the-register.register-backup")
        seconds = register.manage("backup", str(backup))
        size = backup.stat().st_size / 2**20
        rows.append([f"backup from {register.engine}", f"{seconds:.1f}", f"{size:.1f} MiB"])
        for open_register in sizes.registers:
            again = Path(folder, f"{open_register.__name__}.register-backup")
            with open_register(filled=False) as other:
                seconds = other.manage("restore", str(backup))
                other.manage("backup", str(again))
            same = tables_of(again) == tables_of(backup)
            rows.append([f"restore into {other.engine}", f"{seconds:.1f}"])
            rows[-1].append("every row the same" if same else "DIFFERENT")
    print(f"\n### Backup and restore of a register with {sizes.list_of:,} delegates\n")
    table(["what", "seconds", ""], rows)


def tables_of(backup: Path) -> dict:
    """Of each table in a backup its rows, as the sum over them."""
    with zipfile.ZipFile(backup) as archive:
        tables = json.loads(archive.read("manifest.json"))["tables"]
    # It moves on with every restore.
    del tables["core.contentrevision"]
    return tables


def table(head: list[str], rows: Iterable[Iterable[str]]) -> None:
    """Print a table as Markdown has it."""
    rows = [head, *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, ["-" * width for width in widths])
    for row in rows:
        cells = " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(f"| {cells} |")


if __name__ == "__main__":
    main()
