"""The items of all plans as records of their own: found everywhere, taken out and put back."""
