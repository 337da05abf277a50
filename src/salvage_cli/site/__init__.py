"""The whole library as a website of plain files: what is in it, where, and how it is written."""
