"""How the shipped embedding model is made: a developer's tool, never imported by the product."""
