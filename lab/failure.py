"""The lab's own failures, apart from anything that downstack has to find."""


class LabError(Exception):
    """The lab could not do its part."""
