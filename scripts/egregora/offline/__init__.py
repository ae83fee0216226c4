"""The writer, judge and portraitist that work without a model."""
