"""The progress bar of a long search."""

from reasoncost.cli import recover


def test_the_bar_grows_and_goes(capsys):
    for done in range(1, 101):
        recover._bar(done, 100)
    shown = capsys.readouterr().err.split("\r")
    assert len(shown) <= recover.BAR + 3
    assert shown[-2].strip() == ""
    assert "100%" in shown[-3]
