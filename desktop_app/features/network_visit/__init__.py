"""A visit to one office of the game: letters are opened, questions answered, work is done, packages are made."""
