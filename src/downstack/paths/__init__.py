"""The four resource paths: which hops there are, and how they subtract."""
