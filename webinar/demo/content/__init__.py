"""The words of the example programme, as plain data without any database or framework.

Everything here was written for this project. The people and institutes are invented, except for
the one webinar of 16 April 2022, of which only title, names and date are given, as facts.
"""
