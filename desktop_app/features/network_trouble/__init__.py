"""What goes wrong in the network game: old copies restored, offices begun afresh, a folder used twice."""
