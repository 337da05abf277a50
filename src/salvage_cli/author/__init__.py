"""Help for those who write knowledge: what each key is for, a page to fill in, a schema for editors."""
