"""What was typed into a form that could not be taken, for a page that sends it again.

Where the sign-in had ended or was too old, it is kept in the session until the password is given:
encrypted, for an hour, a few forms of bounded size.
"""

import json
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

# Never sent back, not even to the browser that sent it.
_SECRET = {"password", "password1", "password2", "old_password", "new_password1", "new_password2"}
_OLD_TOKEN = {"csrfmiddlewaretoken"}

# Of the session; erasing a person empties it.
KEPT = "typed"
KEPT_SECONDS = 3600
# The page of a delegation of 200 delegates sends some 100,000.
MOST_CHARACTERS = 500_000
MOST_FORMS = 3


def typed_again(request, new_token: bool = False) -> dict:
    """The context of `includes/_send_again.html`: the values and the address of `request`.

    With `new_token` the form gets a token of its own instead of the one that was sent.
    """
    left_out = _SECRET | (_OLD_TOKEN if new_token else set())
    return {
        "typed": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in left_out
            for value in values
        ],
        "files": list(request.FILES),
        "address": request.get_full_path(),
        "new_token": new_token,
    }


# --- Kept until somebody has signed in again ------------------------------------------------
class TooMuch(Exception):
    """More was typed than is kept."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was sent: the values in their order, and the names of fields with files."""

    values: list[tuple[str, str]]
    files: list[str]

    @property
    def data(self) -> QueryDict:
        data = QueryDict(mutable=True)
        for name, value in self.values:
            data.appendlist(name, value)
        return data


def shows_typed(view):
    """Marks a view of staff that can show a form as it was sent, and store nothing of it.

    Its POST asks `came_back(request)`: where that is not None, it shows and does not store.
    """
    view.shows_typed = True
    return view


def came_back(request) -> Typed | None:
    """What `request` shows again after another sign-in; it is not to be stored."""
    return getattr(request, "typed_again", None)


def about_typed(typed: Typed) -> str:
    """The sentence that stands above a form that came back."""
    text = _(
        "You have signed in again, and what you typed is here. Nothing has been stored yet: look "
        "through it and save."
    )
    return f"{text} {_('Files are not kept: choose them again.')}" if typed.files else text


def keep_typed(request, owner: str) -> None:
    """Keep what `request` sent, for its address, in its session.

    `owner` says for whom: see `drop_typed`. The oldest of more than `MOST_FORMS` goes. Raises
    `TooMuch`, and keeps nothing then.
    """
    sent = typed_again(request, new_token=True)
    if sum(len(name) + len(value) for name, value in sent["typed"]) > MOST_CHARACTERS:
        raise TooMuch
    text = json.dumps([sent["typed"], sent["files"]])
    sealed = _cipher().encrypt(zlib.compress(text.encode("utf-8", "surrogatepass"))).decode()
    kept = dict(request.session.get(KEPT, {}))
    kept.pop(sent["address"], None)
    kept[sent["address"]] = [owner, sealed]
    request.session[KEPT] = dict(list(kept.items())[-MOST_FORMS:])


def drop_typed(session, owners: Iterable[str]) -> None:
    """Forget what is kept for others than `owners`."""
    ours = {
        address: each for address, each in session.get(KEPT, {}).items() if each[0] in set(owners)
    }
    session[KEPT] = ours


def take_typed(request) -> Typed | None:
    """What is kept for the address of `request`, which is forgotten with that."""
    kept = dict(request.session.get(KEPT, {}))
    if request.get_full_path() not in kept:
        return None
    _for_whom, sealed = kept.pop(request.get_full_path())
    request.session[KEPT] = kept
    try:
        text = zlib.decompress(_cipher().decrypt(sealed, ttl=KEPT_SECONDS))
    except InvalidToken:
        # Too old, or of another SECRET_KEY.
        return None
    values, files = json.loads(text.decode("utf-8", "surrogatepass"))
    return Typed([(name, value) for name, value in values], files)


def _cipher() -> Fernet:
    key = salted_hmac("core.typed", "kept", algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))
