"""Tests of the catalogue as a whole."""

import pytest

from downstack.catalogue import Catalogue
from downstack.model import Platform
from downstack.platform import Detection
from tests.support.small_catalogue import BACKEND_SLOW, CATALOGUE, DISK_SLOW

NOVA = Detection(
    id="openstack",
    platform=Platform.OPENSTACK,
    metadata="http://openstack.org/xmlns/libvirt/nova/",
    title="OpenStack",
)


def test_two_faults_of_one_id_are_refused() -> None:
    """A fault is found by its id."""
    with pytest.raises(ValueError, match="backend_slow"):
        Catalogue(faults=(BACKEND_SLOW, BACKEND_SLOW), effects=CATALOGUE.effects)


def test_consequence_must_be_listed() -> None:
    """Else its symptom would never be found."""
    with pytest.raises(ValueError, match="leads to unlisted"):
        Catalogue(faults=(), effects=(DISK_SLOW,))


def test_platform_is_recognised_by_the_start_of_its_mark() -> None:
    """Nova writes its version behind it."""
    catalogue = Catalogue(faults=(), effects=(), platforms=(NOVA,))

    assert catalogue.platform("http://openstack.org/xmlns/libvirt/nova/1.1") is Platform.OPENSTACK
    assert catalogue.platform("http://libosinfo.org/xmlns/x") is Platform.LIBVIRT
