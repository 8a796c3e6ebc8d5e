"""Accuracy, speed and fairness of Standoff, measured; not shipped with the package."""
