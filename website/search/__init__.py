"""The search across all that is public, by country, topic or word, in both languages.

The index is made of `SearchEntry` records, one for each public record, which modelsearch keeps in
the database's own full-text search: `texts` says what they hold, `index` keeps them in step,
`find` asks. Every word of a query must begin a word of the entry, whatever the case, accents, order
and language; so “Таджикистан” also finds “Таджикистана”.
"""
