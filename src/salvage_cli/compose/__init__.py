"""From a record to a page: what is shown, in which order, in which words."""
