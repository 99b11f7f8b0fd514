"""Raw Russian news to the tables: one file per layer, each a pure function of the text and of the layers before it."""
