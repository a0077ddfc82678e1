"""Settings of every test: a busy machine is slow, and that is not what hypothesis should find."""

from hypothesis import HealthCheck, settings

settings.register_profile("downstack", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("downstack")
