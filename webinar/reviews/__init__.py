"""Choosing among papers: phases, reviewers, scores, discussion, decisions and their announcement.

Reviewers see what was handed in, and names only where the phase says so. Organizers decide here;
the paper's own state is changed by the operations of `papers`.
"""
