"""What is still needed from the people who speak: items with due dates, done or reminded of."""
