"""What a check says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was checked, whether it holds, and what to do when it does not."""

    what: str
    fine: bool
    advice: str = ""
    grave: bool = True  # whether the books themselves are in danger
