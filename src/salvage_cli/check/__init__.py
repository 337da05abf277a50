"""What `salvage check` does: every promise that a program can hold a knowledge file to, as a rule."""
