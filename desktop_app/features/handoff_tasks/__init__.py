"""Tasks on their way in: both halves, who does them, who did."""
