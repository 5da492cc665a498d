"""The files beside records in the verified copies: carried over, brought back, proved, thinned out."""
