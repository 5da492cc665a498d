"""What day it is: the only place that asks the computer the time, and that knows where the work calendar is asked."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

Days = Mapping[date, str]  # day -> what it is, in words

_set_to: date | None = None
_ask: Callable[[], tuple[Days, Days]] | None = None


def set_today(day: date | None) -> None:
    """Make ``day`` today, for demos and tests (``--today``); None gives the computer's own day back."""
    global _set_to
    _set_to = day


def today() -> date:
    """The day it is at this office."""
    return _set_to or date.today()


def now() -> datetime:
    """This moment, to the second, with this place's offset from UTC."""
    moment = datetime.now().astimezone().replace(microsecond=0)
    if _set_to is not None:
        moment = moment.replace(year=_set_to.year, month=_set_to.month, day=_set_to.day)
    return moment


def follow_calendar(ask: Callable[[], tuple[Days, Days]] | None) -> None:
    """Let ``ask`` say what `calendar` says, whenever it is asked; None leaves weekends only."""
    global _ask
    _ask = ask


def calendar() -> tuple[Days, Days]:
    """The days off and the days made up for of the open office: what the rules of working days are handed."""
    return _ask() if _ask is not None else ({}, {})
