"""Charts of a programme as SVG and PNG, in English, Chinese or both."""
