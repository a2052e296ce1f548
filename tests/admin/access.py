"""Who may do what: every address of the staff and of contact points, asked as each role.

The addresses come from the URL configuration; the decisions stand in `access.csv`, one a line. What
the tables of docs/security.md say is made from that file: `python -m tests.admin.access`.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from django.contrib import admin
from django.db import models
from django.urls import URLPattern, get_resolver

ROLES = ("anonymous", "no role", "Readers", "Editors", "Protocol", "superuser")
FILE = Path(__file__).with_name("access.csv")
DOCS = Path(__file__).parents[2] / "docs" / "security.md"
BEGIN, END = "<!-- roles: made by python -m tests.admin.access -->", "<!-- end of roles -->"

# What a status says; any other is an answer to somebody who may.
REFUSALS = {403: "no", 404: "absent", 405: "no such method"}


def decisions() -> dict[str, dict[str, str]]:
    """The table: by what is asked, the decision for each role."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row.pop("asked"): row for row in csv.DictReader(file)}


# --- Addresses ------------------------------------------------------------------------------
def routes() -> list[str]:
    """Every route under /admin/ and /nominate/, in English, as the configuration writes it."""
    found = set()
    for route in _routes(get_resolver().url_patterns, ""):
        if route.startswith(("admin/", "nominate/")):
            found.add(route)
    return sorted(found)


def _routes(patterns, beginning: str) -> Iterator[str]:
    for pattern in patterns:
        route = beginning + re.sub(r"^\^|\$$", "", str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from _routes(pattern.url_patterns, route)


def filled(route: str, values: dict[str, str], records: dict[str, models.Model]) -> str:
    """The address of `route`: its parameters replaced by `values` and the key of its record.

    KeyError names a parameter that nothing stands for.
    """
    model = ".".join(route.split("/")[1:3])
    record = records.get(model)
    if record is not None:
        values = values | dict.fromkeys(("object_id", "id", "pk"), str(record.pk))
        if record.pk and hasattr(record, "history") and record.history.exists():
            values = values | {"version": str(record.history.first().pk)}
    # The one route of simple_history has no names.
    route = route.replace("([^/]+)/history/([^/]+)", "<id>/history/<version>")
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route)
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], route)


def autocompletes() -> Iterator[tuple[str, dict[str, str]]]:
    """(model that is looked up, query) for one relation to each model that has an admin."""
    seen = set()
    for model in sorted(admin.site._registry, key=lambda model: model._meta.label):
        for field in model._meta.get_fields():
            target = field.related_model
            if not field.concrete or not field.is_relation or target in seen:
                continue
            registered = admin.site._registry.get(target)
            if registered and registered.search_fields:
                seen.add(target)
                yield (
                    target._meta.label_lower,
                    {
                        "app_label": model._meta.app_label,
                        "model_name": model._meta.model_name,
                        "field_name": field.name,
                    },
                )


# --- The documentation ----------------------------------------------------------------------
def tables() -> str:
    """The tables of docs/security.md, in Markdown."""
    table = decisions()
    shown = ROLES[1:]
    lines = ["| Records | " + " | ".join(shown) + " |", "| --- |" + " --- |" * len(shown)]
    models_of = sorted(
        found[1] for asked in table if (found := re.fullmatch(r"GET admin/(\w+/\w+)/add/", asked))
    )
    for name in models_of:
        asks = {
            "view": f"GET admin/{name}/",
            "add": f"POST admin/{name}/add/",
            "change": f"POST admin/{name}/<path:object_id>/change/",
            "delete": f"POST admin/{name}/<path:object_id>/delete/",
            "history": f"GET admin/{name}/<path:object_id>/history/",
        }
        cells = [
            ", ".join(verb for verb, asked in asks.items() if table[asked][role] == "yes") or "–"
            for role in shown
        ]
        lines.append(f"| {name.replace('/', '.')} | " + " | ".join(cells) + " |")
    told = re.compile(
        rf"(GET|POST) admin/({'|'.join(models_of)})/"
        r"(add/|<path:object_id>/(change/|delete/|history/)?|\(.*\)/)?"
    )
    for title, wanted in (
        ("Pages and actions", ("GET a", "POST a", "action")),
        ("Tables on another record's page", ("inline",)),
        ("Fields that are hidden", ("fields",)),
        ("Looked up by autocomplete", ("autocomplete",)),
    ):
        lines += ["", f"| {title} | " + " | ".join(shown) + " |", "| --- |" + " --- |" * len(shown)]
        for asked, row in table.items():
            if not asked.startswith(wanted) or told.fullmatch(asked):
                continue
            cells = [row[role] or "–" for role in shown]
            if asked.startswith("fields"):
                # The superuser's line in the file has all fields.
                cells[-1] = "–"
            # What makes no difference between roles is in the file alone.
            if len({*cells} - {"–"}) > 1 or (len({*cells}) > 1 and "fields" not in asked):
                asked_as_text = asked.replace("|", "\\|")
                lines.append(f"| `{asked_as_text}` | {' | '.join(cells)} |")
    return "\n".join(lines)


def documented() -> str:
    """What docs/security.md holds between the two marks."""
    return DOCS.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].strip()


if __name__ == "__main__":
    before, _mark, rest = DOCS.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    DOCS.write_text(f"{before}{BEGIN}\n{tables()}\n{END}{after}", encoding="utf-8")
