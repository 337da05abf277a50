"""What the program says of itself: topics of `salvage help`, and the man page made of them."""
