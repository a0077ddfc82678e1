"""How often the right layer and cause are named on machines that the lab has really broken."""
