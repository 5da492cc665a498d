"""One urging letter: drawn up, kept as a draft with its list of one moment, laid out on paper."""
