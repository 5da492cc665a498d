"""How many tasks stand where: by month and class, by leader; counted by SQL, for charts and lists."""
