"""A clerk's month: meetings, inspections and the leaders' week kept with real keys, then counted by another hand."""

from datetime import date

import pytest

from desktop_app import clock
from tests.clerk_hands import at_the_window
from tests.month_acts import month
from tests.month_hands import MonthClerk


@pytest.fixture
def clerk(root, office, tmp_path, monkeypatch, hidden_failures):
    """A clerk who sits down on 28/09/2026 in an office with empty books."""
    clock.set_today(date(2026, 9, 28))
    with at_the_window(MonthClerk(root, office), monkeypatch, hidden_failures, tmp_path) as made:
        yield made


def test_a_clerks_month(clerk):
    month(clerk)
