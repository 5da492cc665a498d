"""Going again to see whether what was found has been put right."""
