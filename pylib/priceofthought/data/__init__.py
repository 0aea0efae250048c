"""What others published and a transformer library counted, as far as only this book reads it."""
