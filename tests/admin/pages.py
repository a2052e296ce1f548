"""What a browser would send back from a page of the admin."""

import re
from html.parser import HTMLParser


class _Form(HTMLParser):
    """Collects the values of the form whose id ends in `_form`."""

    def __init__(self):
        super().__init__()
        self.values, self.inside, self.select, self.textarea = {}, False, None, None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.inside = attributes.get("id", "").endswith("_form")
        name = attributes.get("name")
        if not self.inside or "disabled" in attributes:
            return
        if tag == "input" and name:
            kind = attributes.get("type")
            if kind in ("checkbox", "radio"):
                if "checked" in attributes:
                    self.add(name, attributes.get("value", "on"))
            elif kind not in ("submit", "file"):
                self.add(name, attributes.get("value", ""))
        elif tag == "select":
            self.select, self.multiple, self.first = name, "multiple" in attributes, None
        elif tag == "option" and self.select:
            if self.first is None:
                self.first = attributes.get("value", "")
            if "selected" in attributes:
                self.add(self.select, attributes.get("value", ""))
        elif tag == "textarea":
            self.textarea = (name, "")

    def handle_data(self, data):
        if self.textarea:
            self.textarea = (self.textarea[0], self.textarea[1] + data)

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select" and self.select:
            if not self.multiple and self.select not in self.values and self.first is not None:
                self.add(self.select, self.first)
            self.select = None
        elif tag == "textarea" and self.textarea:
            # A browser drops the line break after the opening tag.
            self.add(self.textarea[0], self.textarea[1].removeprefix("\n"))
            self.textarea = None

    def add(self, name, value):
        self.values.setdefault(name, []).append(value)


def form_of(response) -> dict[str, list[str]]:
    """The values that the form on the page would send if nothing were typed."""
    parser = _Form()
    parser.feed(response.content.decode())
    return parser.values


def seen_in(response) -> str:
    """The text of the page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def submit(client, address: str, **changes):
    """Open the page, change some values, press “Save”; return the answer.

    Names of fields that are no Python names may be given as `**{"delegates-0-rank": 1}`.
    """
    values = form_of(client.get(address))
    values.pop("_save", None)
    for name, value in changes.items():
        if value is None:
            values.pop(name, None)
        else:
            values[name] = value
    return client.post(address, values | {"_save": "Save"})


def confirm_deletion(client, response):
    """Tick the box of the page that asks whether rows shall be deleted, and save again."""
    address = response.wsgi_request.path
    name, value = re.search(
        r'<input type="checkbox" name="([\w-]+-deletion)" value="(\w+)">', response.content.decode()
    ).groups()
    return client.post(address, form_of(response) | {name: value, "_save": "Save"})


def errors_of(response) -> dict[str, list[str]]:
    """What the form says, by field; rows of tables as `delegates-0-capacity`."""
    assert response.status_code == 200, response.headers.get("Location")
    found = dict(response.context["adminform"].form.errors)
    for table in response.context["inline_admin_formsets"]:
        for form in table.formset.forms:
            found |= {form.add_prefix(name): texts for name, texts in form.errors.items()}
        if texts := table.formset.non_form_errors():
            found[table.formset.prefix] = texts
    return {name: [str(text) for text in texts] for name, texts in found.items()}
