"""What guests store on: one kind of disk per module."""
