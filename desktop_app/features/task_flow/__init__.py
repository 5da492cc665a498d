"""What the doer of a task does besides filling in its half: takes back, declines, asks, begins anew."""
