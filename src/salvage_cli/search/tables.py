"""The tables of the index, and what says that a file has these."""

from zlib import crc32

VERSION = 11
"""Goes up when what is put into the tables changes."""
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE file (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, path TEXT, signature TEXT, readable INTEGER,
                   title TEXT, broader TEXT, spelled TEXT, sum INTEGER);
CREATE INDEX file_broken ON file (slug) WHERE NOT readable;
CREATE TABLE name (word TEXT, slug TEXT, sort TEXT, own INTEGER, sum INTEGER,
                   PRIMARY KEY (word, slug, sort)) WITHOUT ROWID;
CREATE INDEX name_slug ON name (slug);
CREATE TABLE passage (id INTEGER PRIMARY KEY, slug TEXT, section TEXT, entry TEXT,
                      title TEXT, text TEXT, also TEXT, place TEXT, cites TEXT, own INTEGER, sum INTEGER);
CREATE INDEX passage_place ON passage (slug, section);
CREATE VIRTUAL TABLE found USING fts5 (title, text, also, place, content='passage', content_rowid='id',
                                       tokenize="porter unicode61 remove_diacritics 2");
CREATE TABLE weight (about TEXT, feature TEXT, row TEXT, PRIMARY KEY (about, feature)) WITHOUT ROWID;
CREATE TABLE spelling (word TEXT PRIMARY KEY, pages INTEGER) WITHOUT ROWID;
"""
SHAPE = f"{VERSION}.{crc32(TABLES.encode())}"
"""An index of any other shape is made anew."""
