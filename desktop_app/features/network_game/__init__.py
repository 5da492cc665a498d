"""A year of packages between a city, its wards and a residential group, compared with an oracle at its end."""
