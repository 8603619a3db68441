"""How an expression is written: one class a notation, all on the one iterative writer."""
