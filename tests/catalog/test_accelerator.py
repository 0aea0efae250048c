import pytest

from reasoncost import catalog
from reasoncost.units import GB, GIB, MIB, InputError

ACCELERATORS = catalog.accelerators().values()


def test_all_accelerators_are_there():
    assert len(ACCELERATORS) == 23


def test_h100():
    h100 = catalog.accelerator("H100-SXM")
    assert h100.hbm_label_bytes == 80 * GB
    assert h100.hbm_reported_bytes == 81_559 * MIB
    assert h100.bandwidth.value == 3.35e12
    assert h100.peak_flops("bf16") == 989e12  # dense, not the 1,979 with sparsity
    assert h100.scale_up.value == 8
    assert h100.link_bandwidth.value == 450 * GB
    assert (h100.host.accelerators, h100.host.cpus) == (8, 2)


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("H100", "H100-SXM"),
        ("h100", "H100-SXM"),
        ("GB200", "GB200-NVL72"),
        ("A100", "A100-SXM-80GB"),
        ("Trn2", "Trainium2"),
    ],
)
def test_aliases(alias, name):
    assert catalog.accelerator(alias).name == name


def test_no_alias_stands_for_two():
    names = [name.casefold() for a in ACCELERATORS for name in (a.name, *a.aliases)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("accelerator", ACCELERATORS, ids=lambda a: a.name)
def test_reported_capacity_is_the_label_read_as_binary(accelerator):
    """Device reports divided by 2**30 stay within 0.6 percent of the label in GB."""
    if accelerator.hbm_reported_bytes:
        assert accelerator.hbm_reported_bytes / GIB == pytest.approx(accelerator.hbm_label_bytes / GB, rel=0.006)


@pytest.mark.parametrize("accelerator", ACCELERATORS, ids=lambda a: a.name)
def test_half_the_bits_give_at_least_the_rate(accelerator):
    rates = [accelerator.peak[p].value for p in ("bf16", "fp8", "fp4") if p in accelerator.peak]
    assert rates == sorted(rates)


def test_unconfirmed_values_are_marked():
    assert not catalog.accelerator("Trainium2").host.confirmed
    assert not catalog.accelerator("MI300X").peak["bf16"].confirmed
    assert not catalog.accelerator("MI355X").link_bandwidth.confirmed


def test_announced_parts_are_marked_and_their_disputed_rates_bounded():
    for name in ("Rubin", "MI455X", "TPU8i", "TPU8t"):
        part = catalog.accelerator(name)
        assert not part.bandwidth.confirmed
        assert not any(rate.confirmed for rate in part.peak.values())
    rubin, helios = catalog.accelerator("Rubin").peak["fp4"], catalog.accelerator("MI455X").peak["fp4"]
    assert (rubin.low, rubin.value, rubin.high) == (25e15, 35e15, 50e15)
    assert (helios.low, helios.value) == (20e15, 40e15)


def test_trainium3_by_its_makers_pages():
    trainium = catalog.accelerator("Trn3")
    assert (trainium.hbm_label_bytes, trainium.bandwidth.value) == (144 * GIB, 4.9e12)
    assert trainium.bandwidth.confirmed
    assert catalog.node("Trainium3").count == 64
    assert catalog.node("144xTrainium3").domains == 1
    assert catalog.node("288xTrainium3").domains == 2


def test_bad_names():
    with pytest.raises(InputError, match=r"no accelerator is called 'H101'; did you mean .*H100"):
        catalog.accelerator("H101")
    with pytest.raises(InputError, match="H100-SXM has no 'fp4' peak rate; it has bf16, fp8, int8"):
        catalog.accelerator("H100").peak_flops("fp4")


def test_nodes():
    assert catalog.node("8xH100").count == 8
    assert catalog.node("8xh100").accelerator is catalog.accelerator("H100-SXM")
    assert catalog.node("GB200-NVL72").count == 72
    assert catalog.node("H100").count == 8
    assert catalog.node("64xTrainium2").count == 64
    assert catalog.node("8xH100").domains == catalog.node("64xTrainium2").domains == 1
    assert all(catalog.node(name) == node for name, node in catalog.nodes().items())


def test_nodes_of_several_scale_up_domains():
    two = catalog.node("16xH100")
    assert (two.count, two.domains, two.name) == (16, 2, "16xH100-SXM")
    assert catalog.node("144xGB200").domains == 2
    assert catalog.node("128xTrainium2").domains == 2


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("9xH100", "H100-SXM comes in 1 to 8 per scale-up domain, and in whole domains beyond, not 9"),
        ("100xGB200", "in whole domains beyond, not 100"),
        ("0xH100", "not 0"),
        ("8xH1", "no accelerator is called 'H1'"),
        ("", "no accelerator is called ''"),
        (8, "must be named by a string"),
    ],
)
def test_bad_nodes(name, says):
    with pytest.raises(InputError, match=says):
        catalog.node(name)


def test_figures_that_not_every_accelerator_has():
    assert catalog.accelerator("H100").number("link_bandwidth") == 450 * GB
    assert catalog.accelerator("H100").number("hbm_reported") == 81_559 * MIB
    assert catalog.accelerator("Trainium2").cores == 6
    for name, field in (("TPU7x", "hbm_reported"), ("TPU7x", "power"), ("H100", "title"), ("H100", "speed")):
        with pytest.raises(InputError, match=f": {field} is not known"):
            catalog.accelerator(name).number(field)
    with pytest.raises(InputError, match="TPU7x-Ironwood: host is not known"):
        _ = catalog.accelerator("TPU7x").cores


@pytest.mark.parametrize("accelerator", ACCELERATORS, ids=lambda a: a.name)
def test_the_network_is_slower_than_the_links_inside_a_domain(accelerator):
    if accelerator.scale_out and accelerator.link_bandwidth:
        assert accelerator.scale_out.value < accelerator.link_bandwidth.value


def test_ironwood_by_its_makers_page():
    ironwood = catalog.accelerator("TPU7x")
    assert (ironwood.bandwidth.value, ironwood.bandwidth.low) == (7.38e12, 7.2e12)
    assert ironwood.number("link_bandwidth") == 1200 * GB / 2
