"""The search across all that is public, by country, topic or word, in both languages.

The index has one `SearchEntry` for each public record. modelsearch keeps the entries in the
database's own full-text search. `entries` makes them, `index` keeps them up to date, `find` runs
queries, `words` knows the forms of words, `results` prepares what the page shows. Every word of a
query, or its stem, must be the beginning of a word of the entry, in any case, accent, order and
language: “Таджикистану” also finds “Таджикистан”, and “countries” finds “country”.
"""
