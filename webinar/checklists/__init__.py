"""What organizers need of the people who speak: by when, what is there, and who is reminded.

Knows webinars, speakers and papers. Facts are read where they are (a portrait, an abstract, slides
that were handed in); only what nobody can see is kept here: consents, ticks, and what was waived.
"""
