"""A file appears only when it is whole, and no draft is left behind."""

import pytest

from core.drafts import draft_of


def test_an_abandoned_draft_goes_and_one_at_work_stays(tmp_path):
    abandoned = tmp_path / ".list.csv.abc.register-draft"
    abandoned.write_text("names")
    with draft_of(tmp_path / "a.csv"), draft_of(tmp_path / "b.csv"):
        assert not abandoned.exists()
        assert len(list(tmp_path.iterdir())) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv"]


def test_an_error_leaves_the_file_as_it_was(tmp_path):
    target = tmp_path / "a.csv"
    target.write_text("whole")

    def fail():
        with draft_of(target) as file:
            file.write(b"half")
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk is full"):
        fail()
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert target.read_text() == "whole"
