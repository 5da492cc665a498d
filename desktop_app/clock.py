"""The only place that asks the computer what time it is."""

from datetime import date, datetime

_set_to: date | None = None


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
