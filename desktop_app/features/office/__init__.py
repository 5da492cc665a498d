"""The office whose ledger this is: its folder, its name on paper, its settings."""
