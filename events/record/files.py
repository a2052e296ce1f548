"""Data files as entries: names with texts, each with the line on which it stands."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


class RecordError(Exception):
    """A data file that cannot be loaded. Its text is a sentence with file, line and reason."""

    def __init__(self, file: str, line: int, reason: str):
        super().__init__(f"{file}, line {line}: {reason}")
        self.file, self.line, self.reason = file, line, reason


NO_TEXT = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a data file: a text, a list, or an entry (names with what they stand for)."""

    file: str
    line: int
    content: "str | list[Node] | dict[str, Node]"

    def error(self, reason: str) -> RecordError:
        return RecordError(self.file, self.line, reason)

    def text(self) -> str:
        if not isinstance(self.content, str):
            raise self.error("Here stands a list where a text belongs.")
        if NO_TEXT.search(self.content):
            raise self.error("The text holds a character that cannot be stored.")
        return self.content.strip()

    def items(self) -> "list[Node]":
        if self.content == "":
            return []
        if not isinstance(self.content, list):
            raise self.error("Here a list belongs.")
        return self.content

    def entry(self) -> "dict[str, Node]":
        if not isinstance(self.content, dict):
            raise self.error("Here an entry belongs: names, each with its value.")
        return self.content


def read(path: Path) -> Node:
    """The list of entries in a data file, a CSV table or YAML."""
    file = f"{path.parent.name}/{path.name}"
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RecordError(file, 1, f"The file cannot be read: {error.strerror}.") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise RecordError(file, line, "The text is not UTF-8.") from error
    entries = _read_csv(file, text) if path.suffix == ".csv" else _read_yaml(file, text)
    if not entries.content:
        raise entries.error("The file holds no entries.")
    return entries


def _read_csv(file: str, text: str) -> Node:
    lines = list(io.StringIO(text, newline=""))
    comments = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.reader(lines[comments:], strict=True)
    header: list[str] = []
    entries, line = [], comments + 1
    try:
        for row in reader:
            if not header:
                header = row
            elif row:
                here = Node(file, line, "")
                if len(row) != len(header):
                    raise here.error(
                        f"The row has {len(row)} cells, the first row {len(header)} names."
                    )
                cells = [
                    (name, Node(file, line, cell)) for name, cell in zip(header, row, strict=True)
                ]
                entries.append(Node(file, line, _without_repetition(cells)))
            line = comments + reader.line_num + 1
    except csv.Error as error:
        raise RecordError(file, line, f"The row cannot be read: {error}.") from error
    return Node(file, comments + 1, entries)


def _read_yaml(file: str, text: str) -> Node:
    try:
        # Composed, not constructed: every value stays a text (the country code NO is not
        # "false"), with its line.
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        entries = _from_yaml(file, root) if root else Node(file, 1, "")
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        reason = f"This is not YAML: {error.problem or error.context}."
        raise RecordError(file, mark.line + 1, reason) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise RecordError(file, line, f"This is not YAML: {error.reason}.") from error
    except RecursionError as error:
        raise RecordError(file, 1, "The lists are nested too deeply.") from error
    entries.items()
    return entries


def _from_yaml(file: str, node: yaml.Node) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Node(file, line, [_from_yaml(file, item) for item in node.value])
    if isinstance(node, yaml.MappingNode):
        pairs = [(_from_yaml(file, name), _from_yaml(file, value)) for name, value in node.value]
        named = [(name.text(), Node(file, name.line, value.content)) for name, value in pairs]
        return Node(file, line, _without_repetition(named))
    return Node(file, line, "" if node.tag == "tag:yaml.org,2002:null" else node.value)


def _without_repetition(pairs: list[tuple[str, Node]]) -> dict[str, Node]:
    named: dict[str, Node] = {}
    for name, node in pairs:
        if name in named:
            raise node.error(f"“{name}” stands twice in one entry.")
        named[name] = node
    return named
