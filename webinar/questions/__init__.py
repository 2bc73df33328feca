"""What organizers ask, and what people answered: questions, their kinds, answers in a sheet.

Knows nobody: a call for papers names its questionnaire, a paper its sheet of answers.
"""
