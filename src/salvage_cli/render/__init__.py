"""One file per output; each turns a page into text and decides only how it looks."""
