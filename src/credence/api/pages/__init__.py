"""The same addresses for people: an answer of the API as a page, where a page is asked for.

negotiation.py  does this request want a page?         inside.py    asks the application itself for the JSON
plan.py         which panels make a page               document.py  the page document: panels, sentence, strip
sentences.py    the answer of a page in one sentence   figures.py   numbers and times as people read them
template.py     HTML that works without a script       assets.py    the built application and how it is sent
embeds.py       one panel for other people's pages     manual.py    the manual as pages

A page is made of JSON answers of addresses and computes nothing itself, so page and JSON cannot differ.
"""
