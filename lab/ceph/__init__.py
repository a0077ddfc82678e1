"""A real Ceph cluster as small as one can be: one monitor, one manager, three OSDs."""
