"""An urging letter from its number on: issued, its number put right, withdrawn."""
