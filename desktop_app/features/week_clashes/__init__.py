"""Leaders who are to be in two places at once, and places that are given out twice."""
