"""Laws and cases of the pump."""
