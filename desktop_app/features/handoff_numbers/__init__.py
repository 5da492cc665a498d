"""Which targets go down with a package, which figures go up, and the indicators that both name."""
