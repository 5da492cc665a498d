"""One year of a real office: the figures published, every record behind them."""
