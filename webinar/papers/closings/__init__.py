"""What the closing of a call means for papers: authors are reminded, organizers get a summary."""
