"""What a vault answers: expressions over its notes, and the tables that bases make of them."""
