"""`diagnostic plan`."""

from click.testing import CliRunner, Result

from diagnostic.cli import main


def plan(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["plan", *arguments])


def test_it_says_what_a_wave_will_be_able_to_tell() -> None:
    done = plan("--invited-a", "30", "--invited-b", "25", "--response", "0.7", "--groups", "4")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("If 70% of 30 and 25 people answer alliance-health-2, 21 and 18 take part.")
    assert "scale points (delta" in done.output
    # Company b's 25 fall into groups of 7, 6, 6 and 6: 5 of 7 answer, 4 of 6.
    assert "Company b: group 1 would stand alone; group 2, group 3 and group 4 would merge" in done.output


def test_what_cannot_be_is_refused_in_words() -> None:
    for wrong in (("--response", "0"), ("--response", "1.5"), ("--invited-a", "0"), ("--questionnaire", "none")):
        done = plan("--invited-a", "30", "--invited-b", "25", *wrong)
        assert done.exit_code != 0
        assert isinstance(done.exception, SystemExit)
        assert "Error" in done.output
