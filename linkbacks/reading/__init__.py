"""How a page elsewhere is read: its tags, what stands in what, and what it says of itself. Pure.

selectolax is not used here: pages come from anybody, and its time grows with the square of attributes in a tag and of
elements in each other (a tag of one megabyte: 50 seconds). This reading takes time in proportion to the page.
"""
