"""Systems that answer questions, behind one protocol, so that they can be compared."""
