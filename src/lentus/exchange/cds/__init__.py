"""CDS Hooks 2.0: a hospital's record asks about an order while it is written, and gets cards.

    from lentus.exchange.cds.call import read_call
    from lentus.exchange.cds.services import answer

    answer(read_call("order-sign", request), context)   # {"cards": [...]}

The services are pure: a request and a context go in, a response comes out. Tokens, keys and what is fetched from
elsewhere stand in modules of their own; the web floor puts them together. Nothing is imported here, since a command
that only reads the file of callers needs none of the rest.
"""
