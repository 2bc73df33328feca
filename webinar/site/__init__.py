"""The public face: every page a reader sees, composed from the queries of the rooms below.

Anyone may come in; the pages behind personal links ask for their link, previews for an
organizer. This room owns no tables. It keeps the search index up to date (`indexing`),
which the foundation stores.
"""
