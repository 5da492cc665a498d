"""Trouble: an office goes back to an older copy, begins afresh, works on two machines, takes a package back."""

import shutil
from pathlib import Path

from db.models import Package
from db.words import PackageState
from desktop_app import clock
from desktop_app.errors import Refused
from desktop_app.features.backups import service as backups
from desktop_app.features.handoff_undo import service as undoing
from desktop_app.features.network_offices.columns import Place
from desktop_app.features.network_offices.service import Town


class Trouble:
    """Copies that offices have put aside, and what goes wrong with them."""

    def __init__(self, town: Town) -> None:
        self.town, self.rng = town, town.rng
        self.copies: dict[str, list[Path]] = {}

    def put_aside(self, place: Place) -> None:
        """A verified copy on a stick."""
        kept = self.town.copies / f"{place.name}-{clock.today():%Y%m%d}-{self.rng.randint(0, 9999):04d}.db"
        shutil.copyfile(backups.make(), kept)
        self.copies.setdefault(place.name, []).append(kept)

    def go_back(self, place: Place) -> bool:
        """The open office goes back to one of its copies; False when it has none."""
        if not self.copies.get(place.name):
            return False
        backups.restore(self.rng.choice(self.copies[place.name][-4:]))
        return True

    def begin_afresh(self, place: Place) -> None:
        """The folder of an office is gone, with its copies; it is founded anew under another identity and key."""
        self.town.wipe(place.name)
        self.copies.pop(place.name, None)
        self.town.found(place.name)

    def take_back(self) -> bool:
        """Undo the newest package that came in, if nothing was done with it; whether that was possible."""
        package = (
            Package.select()
            .where(Package.incoming, Package.state.in_((PackageState.APPLIED, PackageState.ASKING)))
            .order_by(Package.id.desc())
            .first()
        )
        if package is None:
            return False
        try:
            undoing.undo(package)
        except Refused:
            return False
        return True
