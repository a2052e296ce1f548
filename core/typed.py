"""What was typed into a form that could not be taken, for a page that sends it again."""

# Never sent back, not even to the browser that sent it.
_SECRET = {"password", "password1", "password2", "old_password", "new_password1", "new_password2"}
_OLD_TOKEN = {"csrfmiddlewaretoken"}


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
