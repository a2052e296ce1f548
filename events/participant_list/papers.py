"""What the list becomes on the day, as PDF: name badges, table plates, the attendance sheet."""
