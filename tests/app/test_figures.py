"""Pictures beside documents: drawn, drawn again, never merged, never removed."""

from playbook.app.figures import beside

REPORT = "pilot/stability-report"
PICTURE = "stability-report-days-to-wash.svg"


def drawn(place, days=7):
    place.measure(place.pilot, *([1.8, 1.6, 1.9, 1.7, 1.8, 1.6, 1.9] * 3)[:days])
    return place.document(REPORT).parent / PICTURE


def test_a_report_with_readings_has_a_picture_of_each_measure_and_links_it(stabilisation):
    picture = drawn(stabilisation)

    assert picture.read_text("utf-8").startswith("<svg ")
    assert f"]({PICTURE})" in stabilisation.document(REPORT).read_text("utf-8")


def test_there_is_none_before_the_first_reading(stabilisation):
    assert not list((stabilisation.folder / "documents").rglob("*.svg"))


def test_a_new_reading_draws_it_anew(stabilisation):
    picture = drawn(stabilisation)
    before = picture.read_text("utf-8")
    stabilisation.later(1)

    stabilisation.measure(stabilisation.pilot, 1.5)

    assert picture.read_text("utf-8") != before


def test_syncing_twice_draws_nothing(stabilisation):
    picture = drawn(stabilisation)
    stamp = picture.stat().st_mtime_ns

    assert not stabilisation.sync().changes
    assert picture.stat().st_mtime_ns == stamp


def test_one_that_was_changed_or_taken_away_is_drift_and_is_drawn_again(stabilisation):
    picture = drawn(stabilisation)
    text = picture.read_text("utf-8")
    for harm in (lambda: picture.write_text("<svg/>", "utf-8"), picture.unlink, lambda: picture.write_bytes(b"\xff")):
        stabilisation.sync()
        harm()

        looked = stabilisation.sync(write=False).changes
        stabilisation.sync()

        assert [one.path for one in looked] == [f"first/pilot/{PICTURE}"]
        assert picture.read_text("utf-8") == text


def test_drawing_it_again_is_no_event(stabilisation):
    picture = drawn(stabilisation)
    stabilisation.sync()
    count = len(stabilisation.rows())
    picture.unlink()

    stabilisation.sync()

    assert picture.exists()
    assert len(stabilisation.rows()) == count


def test_it_is_counted_as_no_document(stabilisation):
    drawn(stabilisation)

    assert stabilisation.sync().documents == len(stabilisation.session().state.papers)


def test_a_picture_lies_where_its_document_lies():
    assert beside("emea/pilot/stability-report.md", "x.svg") == "emea/pilot/x.svg"
    assert beside("stability-report.md", "x.svg") == "x.svg"
