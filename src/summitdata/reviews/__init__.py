"""What the rules made, gone over by people: the questions, what came back, and what becomes of it."""
