"""What becomes of indicators, targets, figures, errata and closed periods that come in."""
