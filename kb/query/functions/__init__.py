"""What can be called in an expression, by the kind of value it is called on."""
