"""In which class a task stands, as SQL over every task: what lists are narrowed to and counts are made of."""
