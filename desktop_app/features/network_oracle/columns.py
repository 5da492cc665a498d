"""What was written: one value of one half, by whom, when in the order of the game."""

from dataclasses import dataclass

from desktop_app.features.network_sight.service import Content, Key


@dataclass(eq=False)
class Write:
    """One value of a half.

    ``reign`` is when its writer became the one who may write it: what a former doer writes afterwards counts no more.
    """

    key: Key
    office: str
    order: tuple[int, int]  # (reign, when)
    content: Content
    lineage: int = 0  # of an order: the reign of the doer it knew

    @property
    def reign(self) -> int:
        """When the writer of the half became its writer."""
        return self.order[0]
