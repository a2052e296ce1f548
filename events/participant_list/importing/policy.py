"""What a list may change, and what its plan may tell, by who sends it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import Delegate
from events.querysets import DelegateQuerySet


@dataclass(frozen=True, slots=True)
class Policy:
    """The rights of those who send a list.

    `proposes`: the register is searched for persons who may be meant, and the sender decides.
    Without it, a row means a delegate of the list or somebody new; if it may mean several
    delegates, it is refused.
    `ignores`: fields of the file that do not count.
    `reserved`: capacities that no row may give.
    `changeable`: the statuses of delegates whom a row may change.
    `brings_back`: a row that names a withdrawn delegate puts them on the list again.
    `own`: of given delegates, the keys of those whose contact data the sender may see and change;
    None stands for all.

    The sentences refuse a row, in words that suit the reader: `several` delegates have its name,
    where nobody is asked which; the row `row` has its name (`twice`); `name` is head already, on
    the list (`second_head`) or in the file (`second_head_in_file`).
    """

    twice: Promise
    second_head: Promise
    second_head_in_file: Promise
    several: Promise | str = ""
    proposes: bool = True
    ignores: tuple[str, ...] = ()
    reserved: tuple[str, ...] = ()
    changeable: tuple[str, ...] = tuple(Delegate.Status)
    brings_back: bool = False
    own: Callable[[DelegateQuerySet], set[int]] | None = None


_SECOND_HEAD = _(
    "The delegation has a head already, %(name)s. A delegation has one head: make one of the two "
    "a delegate."
)

# Staff who import a list may do everything; that of contact points: `events.nominations.uploads`.
STAFF = Policy(
    twice=_(
        "Row %(row)d has the same name in the same delegation. Leave one of the two out, or say "
        "that they are two people; an e-mail address of each says so too."
    ),
    second_head=_SECOND_HEAD,
    second_head_in_file=_SECOND_HEAD,
)
