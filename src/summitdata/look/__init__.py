"""What is looked at: one page of a whole corpus, and the parts that it is made of."""
