"""Texts of a TOML file changed where they stand."""

import tomlkit

from diagnostic.toml_in_place import document, put, steps

FILE = """# Of the whole.
name = "a"  # beside it

[first]
one.few = "x"
words = [
    'p\\d', "q",  # of these
]

# Of the second.
[second]
mail = \"\"\"
Hello,
there
\"\"\"

# Of what belongs to the first.
[first.more]
rows = [{ title = "t", who = "w" }, { who = "v" }]
"""


def changed(*changes: tuple[str, object]) -> str:
    file = tomlkit.parse(FILE)
    for key, said in changes:
        put(file, steps(key), said)
    return tomlkit.dumps(file)


def test_what_is_changed_changes_its_line_and_no_other() -> None:
    assert changed(("first.one.few", "y")) == FILE.replace('few = "x"', 'few = "y"')
    assert changed(("first.more.rows.2.who", "u")) == FILE.replace('who = "v"', 'who = "u"')
    assert changed(("first.words", ["p", "r"])) == FILE.replace("'p\\d', \"q\"", '"p", "r"')
    assert changed(("second.mail", "Hello,\nyou\n")) == FILE.replace("there", "you")


def test_what_is_added_stands_before_the_comment_of_the_next_table() -> None:
    file = FILE.replace("[first.more]", "[third]")
    whole = tomlkit.parse(file)
    put(whole, ["first", "two"], "z")
    assert tomlkit.dumps(whole) == file.replace("]\n\n# Of the second.", ']\ntwo = "z"\n\n# Of the second.')


def test_what_is_added_to_a_table_in_two_places_is_read_again() -> None:
    assert tomlkit.parse(changed(("first.two", "z"))).unwrap()["first"]["two"] == "z"


def test_a_new_file_has_tables_lists_and_texts_of_several_lines() -> None:
    rules = {"rules.1.name": "n", "rules.3.name": "m"}
    made = document({"a.b": "x\ny\n", **rules, '"with.dot".c.1': "p", '"with.dot".c.2': "q"})
    assert tomlkit.parse(made).unwrap() == {
        "a": {"b": "x\ny\n"},
        "rules": [{"name": "n"}, {}, {"name": "m"}],
        "with.dot": {"c": ["p", "q"]},
    }
    assert 'b = """\nx\ny\n"""' in made
